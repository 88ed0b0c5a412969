import { acceptCommand } from './commands/accept.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { docsCommand } from './commands/docs.ts';
import { doctorCommand } from './commands/doctor.ts';
import { historyCommand } from './commands/history.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { nightsCommand } from './commands/nights.ts';
import { pactPublishCommand } from './commands/pact-publish.ts';
import { pactVerifyCommand } from './commands/pact-verify.ts';
import { pactWriteCommand } from './commands/pact-write.ts';
import { recordCommand } from './commands/record.ts';
import { reportCommand } from './commands/report.ts';
import { scanCommand } from './commands/scan.ts';
import { standInCommand } from './commands/stand-in.ts';
import { watchRevocationCommand } from './commands/watch-revocation.ts';
import type { MakeCommand } from './main.ts';

/** For tests: every command, by the name of its script in package.json. */
export const ALL_COMMANDS = {
  accept: acceptCommand,
  acknowledge: acknowledgeCommand,
  bench: benchCommand,
  check: checkCommand,
  demo: demoCommand,
  diff: diffCommand,
  docs: docsCommand,
  doctor: doctorCommand,
  history: historyCommand,
  nightly: nightlyCommand,
  nights: nightsCommand,
  'pact:publish': pactPublishCommand,
  'pact:verify': pactVerifyCommand,
  'pact:write': pactWriteCommand,
  record: recordCommand,
  report: reportCommand,
  scan: scanCommand,
  'stand-in': standInCommand,
  'watch-revocation': watchRevocationCommand,
} as const satisfies Record<string, MakeCommand>;

export type CommandName = keyof typeof ALL_COMMANDS;
