import { benchCommand } from './commands/bench.ts';
import { main } from './main.ts';

await main(benchCommand);
