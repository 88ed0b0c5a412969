import { reportCommand } from './commands/report.ts';
import { main } from './main.ts';

await main(reportCommand);
