import { COMMAND_NAMES, COMMANDS, isCommandName } from './commands.ts';
import { main } from './main.ts';

// The one entry: `node scripts/cli.ts COMMAND [OPTIONS]`.

const [name = '', ...args] = process.argv.slice(2);

if (isCommandName(name)) {
  await main(COMMANDS[name], args);
} else {
  // What was typed may be a token that was pasted in the wrong place: it is not repeated.
  process.stderr.write(`There is no such command. The commands are ${COMMAND_NAMES.join(', ')}.\n`);
  process.exitCode = 2;
}
