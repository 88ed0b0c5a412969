import { Command, Option } from 'commander';
import { ACKNOWLEDGED, keepAcknowledgement } from '../../src/change/acknowledged.ts';
import type { Change } from '../../src/change/change.ts';
import { compare } from '../../src/change/compare.ts';
import { Fault } from '../../src/contract/fault.ts';
import { turnWords } from '../../src/report/words.ts';
import { readSide } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { acceptedBaseline } from './baselines.ts';
import { newestRun } from './newest-run.ts';
import { today } from './options.ts';

const HELP = `
FINGERPRINT names a change; every report shows it, and its first eight digits
will do. It is looked for in the newest live run, or in --head compared with
--base. What is acknowledged stays visible and fails nothing, until the day that
--until names.

Exit code: 0 it is in the file, 2 bad usage, or there is no such change.

Example:
  npm run acknowledge -- 82363ebd --reason "Atlassian's bug, reported" \\
    --link https://jira.atlassian.com/browse/JRACLOUD-93811 --until 2027-01-31`;

interface Options {
  readonly reason: string;
  readonly link: string;
  readonly until?: string;
  readonly base?: string;
  readonly head?: string;
  readonly site?: string;
  readonly file: string;
}

/** So many digits of a fingerprint are told by accident by none but it. */
const LEAST = 8;

function changeNamed(fingerprint: string, { base, head, site }: Options): Change {
  const [before, after] = [base ?? acceptedBaseline(site), head ?? newestRun(site)];
  if (before === undefined) {
    throw new Fault('usage', 'There is no accepted baseline to compare with: name one with --base.');
  }
  const { changes } = compare(readSide(before), readSide(after));
  const found = changes.filter((change) => change.fingerprint.startsWith(fingerprint));
  const [change] = found;
  if (change && found.length === 1 && fingerprint.length >= LEAST) return change;
  const known = changes.map((one) => one.fingerprint).slice(0, 5);
  throw new Fault(
    'usage',
    `${found.length > 1 || fingerprint.length < LEAST ? `"${fingerprint}" is too short to name one change` : `No change between ${before} and ${after} has the fingerprint "${fingerprint}"`}. ${known.length === 0 ? 'Nothing differs there.' : `There ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}${changes.length > known.length ? ' and more' : ''}.`}`,
  );
}

/** `acknowledge FINGERPRINT`: a change made a known one. */
export const acknowledgeCommand: MakeCommand = ({ stdout }) =>
  new Command('acknowledge')
    .description('Makes a change a known one, which fails nothing any more.')
    .argument('<fingerprint>', 'the change')
    .requiredOption('--reason <text>', 'why it is known')
    .requiredOption('--link <address>', 'where it is spoken of, with https')
    .option('--until <date>', 'the last day on which that counts, YYYY-MM-DD')
    .option('--base <name>', 'the earlier side; by default the accepted baseline')
    .option('--head <name>', 'the later side; by default the newest live run')
    .option('--site <name>', 'of several sites, the one that changed')
    .addOption(
      new Option('--file <file>', 'where it is kept').default(ACKNOWLEDGED, 'fixtures/acknowledged.json'),
    )
    .addHelpText('after', HELP)
    .action((fingerprint: string, options: Options) => {
      const { reason, link, until, file } = options;
      if (until !== undefined && until < today()) {
        throw new Fault('usage', `--until ${until} is over: name a day to come, as YYYY-MM-DD.`);
      }
      const change = changeNamed(fingerprint, options);
      const { rule, credential, operation } = change;
      const words = `${rule}: ${credential} on ${operation}, ${turnWords(change)}`;
      const known = { fingerprint: change.fingerprint, change: words, reason, link };
      keepAcknowledgement({ ...known, ...(until !== undefined && { until }) }, file);
      stdout.write(`Known from now on${until === undefined ? '' : ` until ${until}`}: ${words}.\n`);
    });
