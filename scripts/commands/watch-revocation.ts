import { InvalidArgumentError, Option } from 'commander';
import { findOperation, type OperationId } from '../../src/contract/operations.ts';
import { choicesFor } from '../../src/report/formats.ts';
import { SUBJECTS } from '../../src/revocation/subjects.ts';
import { runWatch, type WatchOptions } from '../../src/workflows/watch.ts';
import type { MakeCommand } from '../main.ts';
import { documentedCommand, type CommandHelp } from '../options/documented-command.ts';
import { settingsOption, wholeNumber } from '../options/live-options.ts';
import { withVerbosity } from '../options/output-options.ts';
import { withFormat } from '../options/report-options.ts';

const HELP: CommandHelp = {
  summary: 'Measures how long a revoked token still works, and what its answers become.',
  notes: [
    'Checks that the token in JIRA_WATCHED_TOKEN works, asks you to revoke it, and then asks the site politely, often at first and less often later, until the token no longer works and stays dead. JIRA_API_TOKEN, another token of the same account, must keep working: it tells a dead token from a site in trouble.',
    'Each measurement is stored line by line in reports/revocations; --list shows them all. An interrupted watch continues with --resume.',
  ],
  exitCodes: {
    0: 'the token stopped working within the documented time',
    1: 'it took longer, or ended as an anonymous success (200)',
    2: 'bad usage or settings',
    3: 'no conclusion',
  },
  examples: [
    'npm run watch-revocation',
    'npm run watch-revocation -- --yes --revoked-at now',
    'npm run watch-revocation -- --expires-at 2026-12-01T00:00:00Z',
    'npm run watch-revocation -- --list --format html --out reports/revocation.html',
  ],
};

const collect = (value: string, before: readonly OperationId[] = []): OperationId[] => {
  const operation = findOperation(value.includes(' ') ? value : `GET ${value}`);
  if (!operation)
    throw new InvalidArgumentError('The tool does not know this operation; write it as in specs/.');
  return [...before, operation.id];
};

/** `watch-revocation`: measures how long a revoked token still works. */
export const watchRevocationCommand: MakeCommand = (session, setExitCode) =>
  withVerbosity(
    withFormat(documentedCommand('watch-revocation', HELP), choicesFor('revocation')),
    'print a line for each answer',
  )
    .addOption(
      new Option('--credential <kind>', 'kind of credential to watch')
        .choices(SUBJECTS.map(({ id }) => id))
        .default('api-token'),
    )
    .addOption(
      new Option('--revoked-at <time>', 'when it was revoked, such as 14:05:30, or now').default(
        undefined,
        'you are asked',
      ),
    )
    .addOption(
      new Option('--expires-at <time>', 'when it expires').default(undefined, 'it is revoked instead'),
    )
    .addOption(
      new Option('--signed-out-at <time>', 'when its account was signed out, after the revocation').default(
        undefined,
        'the account stays signed in',
      ),
    )
    .option('--sign-out', 'guide you through revoking it and signing the account out', false)
    .option('--yes', 'ask no question; needs one of the times above', false)
    .addOption(
      new Option('--resume [name]', 'continue this interrupted watch, or the newest one').default(
        undefined,
        'a new watch',
      ),
    )
    .addOption(
      new Option('--operation <operation>', 'also ask this operation; may be repeated')
        .argParser(collect)
        .default(undefined, 'those of the credential'),
    )
    .addOption(
      new Option('--settle <seconds>', 'how long it must stay dead')
        .argParser(wholeNumber('--settle', 1, 3600))
        .default(120),
    )
    .addOption(
      new Option('--give-up-after <minutes>', 'time limit after the revocation')
        .argParser(wholeNumber('--give-up-after', 1, 10_080))
        .default(60),
    )
    .addOption(
      new Option('--max-requests <number>', 'limit on the requests of the watch')
        .argParser(wholeNumber('--max-requests', 60, 100_000))
        .default(1000),
    )
    .option('--list', 'show all measurements so far, without a request', false)
    .addOption(settingsOption())
    .option('--anonymise', 'remove the name of the site from everything that is stored', false)
    .action(async (options: WatchOptions) => setExitCode(await runWatch(options, session)));
