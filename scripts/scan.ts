import { scanCommand } from './commands/scan.ts';
import { main } from './main.ts';

await main(scanCommand);
