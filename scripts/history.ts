import { historyCommand } from './commands/history.ts';
import { main } from './main.ts';

await main(historyCommand);
