import { pactPublishCommand } from './commands/pact-publish.ts';
import { main } from './main.ts';

await main(pactPublishCommand);
