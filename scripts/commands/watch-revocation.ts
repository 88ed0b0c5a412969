import { Command, InvalidArgumentError, Option } from 'commander';
import { findOperation, type OperationId } from '../../src/contract/operations.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { SUBJECTS } from '../../src/revocation/subjects.ts';
import { runWatch, type WatchOptions } from '../../src/workflows/watch.ts';
import type { MakeCommand } from '../main.ts';
import { settingsOption, wholeNumber } from '../options/live-options.ts';
import { withFormat } from '../options/report-options.ts';

const HELP = `
Sees that the token of JIRA_WATCHED_TOKEN works, asks you to revoke it, and then
asks politely, often at first and less often later, until it has stopped working
and stayed so. JIRA_API_TOKEN, another token of the same account, must go on
working: by it the watch tells a dead token from a site in trouble.

Each measurement is kept in reports/revocations, line by line; --list shows all
of them. What was cut off goes on with --resume.

Exit code: 0 it stopped within the documented time, 1 it took longer, or ended
as a success for nobody (200), 2 bad usage or settings, 3 it could not be
concluded.

Examples:
  npm run watch-revocation
  npm run watch-revocation -- --yes --revoked-at now
  npm run watch-revocation -- --expires-at 2026-12-01T00:00:00Z
  npm run watch-revocation -- --list --format html --out reports/revocation.html`;

const collect = (value: string, before: readonly OperationId[] = []): OperationId[] => {
  const operation = findOperation(value.includes(' ') ? value : `GET ${value}`);
  if (!operation) throw new InvalidArgumentError('No table of this tool has it; write it as in specs/.');
  return [...before, operation.id];
};

/** `watch-revocation`: how long a revoked token goes on working. */
export const watchRevocationCommand: MakeCommand = (session, setExitCode) =>
  withFormat(new Command('watch-revocation'), choicesFor('revocation'))
    .description('Measures how long a revoked token goes on working, and what it turns into.')
    .addOption(
      new Option('--credential <kind>', 'what is watched')
        .choices(SUBJECTS.map(({ id }) => id))
        .default('api-token'),
    )
    .option('--revoked-at <time>', 'when it was revoked, such as 14:05:30, or now')
    .option('--expires-at <time>', 'when it is going to expire')
    .option('--signed-out-at <time>', 'when the account was signed out, after it')
    .option('--sign-out', 'be led through revoking it and signing the account out', false)
    .option('--yes', 'ask nothing: for unattended use, with one of the times', false)
    .option('--resume [name]', 'go on with a watch that was cut off')
    .addOption(new Option('--operation <operation>', 'ask this, too; may be repeated').argParser(collect))
    .addOption(
      new Option('--settle <seconds>', 'how long it must have stayed dead')
        .argParser(wholeNumber('--settle', 1, 3600))
        .default(120),
    )
    .addOption(
      new Option('--give-up-after <minutes>', 'after the event')
        .argParser(wholeNumber('--give-up-after', 1, 10_080))
        .default(60),
    )
    .addOption(
      new Option('--max-requests <number>', 'the most that it may send')
        .argParser(wholeNumber('--max-requests', 60, 100_000))
        .default(1000),
    )
    .option('--list', 'show what was measured so far, and ask nobody', false)
    .addOption(settingsOption())
    .option('--anonymise', 'take the name of the site out of all that is kept', false)
    .addHelpText('after', HELP)
    .action(async (options: WatchOptions) => setExitCode(await runWatch(options, session)));
