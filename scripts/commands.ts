import type { MakeCommand } from './main.ts';

/**
 * Every command, by the name of its script in package.json. The module of a command is loaded when the command runs, so
 * that no command waits for the dependencies of another.
 */
export const COMMANDS = {
  accept: async () => (await import('./commands/accept.ts')).acceptCommand,
  acknowledge: async () => (await import('./commands/acknowledge.ts')).acknowledgeCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  clients: async () => (await import('./commands/clients.ts')).clientsCommand,
  conformance: async () => (await import('./commands/conformance.ts')).conformanceCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  docs: async () => (await import('./commands/docs.ts')).docsCommandFor(loadCommands),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
  explain: async () => (await import('./commands/explain.ts')).explainCommand,
  guard: async () => (await import('./commands/guard.ts')).guardCommand,
  history: async () => (await import('./commands/history.ts')).historyCommand,
  nightly: async () => (await import('./commands/nightly.ts')).nightlyCommand,
  nights: async () => (await import('./commands/nights.ts')).nightsCommand,
  open: async () => (await import('./commands/open.ts')).openCommand,
  'pact:publish': async () => (await import('./commands/pact-publish.ts')).pactPublishCommand,
  'pact:verify': async () => (await import('./commands/pact-verify.ts')).pactVerifyCommand,
  'pact:write': async () => (await import('./commands/pact-write.ts')).pactWriteCommand,
  record: async () => (await import('./commands/record.ts')).recordCommand,
  report: async () => (await import('./commands/report.ts')).reportCommand,
  scan: async () => (await import('./commands/scan.ts')).scanCommand,
  'stand-in': async () => (await import('./commands/stand-in.ts')).standInCommand,
  'watch-revocation': async () => (await import('./commands/watch-revocation.ts')).watchRevocationCommand,
} as const satisfies Record<string, () => Promise<MakeCommand>>;

/** The name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** Returns whether a command has this name. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** The names of all commands, in alphabetical order. */
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS).filter(isCommandName);

/** Commands by the names of their scripts. */
export type LoadedCommands = Readonly<Record<CommandName, MakeCommand>>;

const isComplete = (commands: Partial<LoadedCommands>): commands is LoadedCommands =>
  COMMAND_NAMES.every((name) => commands[name] !== undefined);

/** Loads every command. */
export async function loadCommands(): Promise<LoadedCommands> {
  const loaded = await Promise.all(
    COMMAND_NAMES.map(async (name) => [name, await COMMANDS[name]()] as const),
  );
  const commands: Partial<LoadedCommands> = Object.fromEntries(loaded);
  if (isComplete(commands)) return commands;
  throw new Error('a command did not load');
}
