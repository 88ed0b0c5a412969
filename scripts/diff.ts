import { diffCommand } from './commands/diff.ts';
import { main } from './main.ts';

await main(diffCommand);
