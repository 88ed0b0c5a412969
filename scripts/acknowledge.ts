import { acknowledgeCommand } from './commands/acknowledge.ts';
import { main } from './main.ts';

await main(acknowledgeCommand);
