import { acceptCommand } from './commands/accept.ts';
import { main } from './main.ts';

await main(acceptCommand);
