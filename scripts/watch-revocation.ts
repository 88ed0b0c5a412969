import { watchRevocationCommand } from './commands/watch-revocation.ts';
import { main } from './main.ts';

await main(watchRevocationCommand);
