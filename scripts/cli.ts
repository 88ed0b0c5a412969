import { COMMAND_NAMES, COMMANDS, isCommandName } from './commands.ts';
import { main } from './main.ts';

// The entry point: `node scripts/cli.ts COMMAND [OPTIONS]`.

const [name = '', ...args] = process.argv.slice(2);

if (isCommandName(name)) {
  await main(COMMANDS[name], args);
} else {
  // The input is not repeated, because it may be a token that was pasted in the wrong place.
  process.stderr.write(`There is no such command. The commands are ${COMMAND_NAMES.join(', ')}.\n`);
  process.exitCode = 2;
}
