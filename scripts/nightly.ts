import { nightlyCommand } from './commands/nightly.ts';
import { main } from './main.ts';

await main(nightlyCommand);
