import { docsCommand } from './commands/docs.ts';
import { main } from './main.ts';

await main(docsCommand);
