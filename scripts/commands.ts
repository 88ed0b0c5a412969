import type { MakeCommand } from './main.ts';

/**
 * Every command, by the name of its script in package.json. A module is loaded when its command is run, so that no
 * command waits for what another one needs.
 */
export const COMMANDS = {
  accept: async () => (await import('./commands/accept.ts')).acceptCommand,
  acknowledge: async () => (await import('./commands/acknowledge.ts')).acknowledgeCommand,
  bench: async () => (await import('./commands/bench.ts')).benchCommand,
  check: async () => (await import('./commands/check.ts')).checkCommand,
  demo: async () => (await import('./commands/demo.ts')).demoCommand,
  diff: async () => (await import('./commands/diff.ts')).diffCommand,
  docs: async () => (await import('./commands/docs.ts')).docsCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand,
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

/** Whether a command has that name. */
export const isCommandName = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name);

/** The names of all commands, in order. */
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS).filter(isCommandName);
