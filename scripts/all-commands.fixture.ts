import type { Command } from 'commander';
import { openSession } from '../src/workflows/session.ts';
import { COMMAND_NAMES, COMMANDS, type CommandName } from './commands.ts';
import type { MakeCommand } from './main.ts';

export type { CommandName };

type Loaded = Readonly<Record<CommandName, MakeCommand>>;

const isWhole = (commands: Partial<Loaded>): commands is Loaded =>
  COMMAND_NAMES.every((name) => commands[name] !== undefined);

async function loadAll(): Promise<Loaded> {
  const loaded = await Promise.all(
    COMMAND_NAMES.map(async (name) => [name, await COMMANDS[name]()] as const),
  );
  const commands: Partial<Loaded> = Object.fromEntries(loaded);
  if (isWhole(commands)) return commands;
  throw new Error('a command that did not load');
}

/** For tests: every command, loaded, by the name of its script in package.json. */
export const ALL_COMMANDS = await loadAll();

const silent = { write: () => true };

/** For tests: a command with its options, as they are declared. It prints nothing, and ends nothing. */
export function declaredCommand(name: CommandName): Command {
  return ALL_COMMANDS[name](openSession({ stdout: silent, stderr: silent, env: {} }), () => undefined)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}
