import { standInCommand } from './commands/stand-in.ts';
import { main } from './main.ts';

await main(standInCommand);
