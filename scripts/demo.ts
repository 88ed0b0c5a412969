import { demoCommand } from './commands/demo.ts';
import { main } from './main.ts';

await main(demoCommand);
