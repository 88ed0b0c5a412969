import { pactVerifyCommand } from './commands/pact-verify.ts';
import { main } from './main.ts';

await main(pactVerifyCommand);
