import { nightsCommand } from './commands/nights.ts';
import { main } from './main.ts';

await main(nightsCommand);
