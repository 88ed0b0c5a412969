import type { Command } from 'commander';
import { loadCommands, type CommandName } from './commands.ts';
import { declaredCommand as declare } from './options/option-reference.ts';

export type { CommandName };

/** For tests: every command, loaded, by the name of its script in package.json. */
export const ALL_COMMANDS = await loadCommands();

/** For tests: a command with its options, as they are declared. It prints nothing, and ends nothing. */
export function declaredCommand(name: CommandName): Command {
  return declare(ALL_COMMANDS[name]);
}
