import { pactWriteCommand } from './commands/pact-write.ts';
import { main } from './main.ts';

await main(pactWriteCommand);
