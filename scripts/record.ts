import { recordCommand } from './commands/record.ts';
import { main } from './main.ts';

await main(recordCommand);
