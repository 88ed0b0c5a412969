import { checkCommand } from './commands/check.ts';
import { main } from './main.ts';

await main(checkCommand);
