import { Command, Option } from 'commander';
import { ACKNOWLEDGED, keepAcknowledgement } from '../../src/change/acknowledged.ts';
import { compare } from '../../src/change/compare.ts';
import { Fault } from '../../src/contract/fault.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../../src/findings/findings.ts';
import { readRun } from '../../src/run/run.ts';
import { findRunFile, readSide } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { acceptedBaseline } from './baselines.ts';
import { newestRun } from './newest-run.ts';
import { today } from './options.ts';

const HELP = `
FINGERPRINT names a change, or a row that breaks the contract; reports show it,
and its first eight digits will do. It is looked for in the newest live run, or
in --head compared with --base. What is acknowledged stays visible and fails
nothing, until the day that --until names. With a change, the row that it breaks
is known, too.

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

/** Something that can be acknowledged, with what it is in words. */
interface Candidate {
  readonly fingerprint: string;
  readonly words: string;
}

/** A finding by each of the fingerprints that reports may show of it. */
const candidatesOf = ({ rule, fingerprint, probe, detail, also }: Finding): Candidate[] => {
  const about = probe ? `${probe.credential} on ${probe.operation}, ` : '';
  return [{ rule, fingerprint }, ...also].map((one) => ({
    fingerprint: one.fingerprint,
    words: `${one.rule}: ${about}${detail}`,
  }));
};

/** All that a run found, or a set of recordings that is compared with another. */
function candidatesIn({ base, head, site }: Options): Candidate[] {
  const [before, after] = [base ?? acceptedBaseline(site), head ?? newestRun(site)];
  const changes = before === undefined ? [] : compare(readSide(before), readSide(after)).changes;
  const diff = { changes, failOn: 'info' as const };
  const file = findRunFile(after);
  const { list } = file === undefined ? findingsOfDiff(diff) : findingsOfRun({ run: readRun(file), diff });
  return list.filter(({ state }) => state !== 'undecided').flatMap(candidatesOf);
}

function candidateNamed(fingerprint: string, options: Options): Candidate {
  const all = candidatesIn(options);
  const found = all.filter((one) => one.fingerprint.startsWith(fingerprint));
  const [only] = found;
  if (only && found.length === 1 && fingerprint.length >= LEAST) return only;
  const known = all
    .map((one) => one.fingerprint)
    .slice(0, 5)
    .join(', ');
  const why =
    found.length > 1 || fingerprint.length < LEAST
      ? `"${fingerprint}" is too short to name one change`
      : `There is nothing new with the fingerprint "${fingerprint}"`;
  throw new Fault(
    'usage',
    `${why}. ${known === '' ? 'Nothing is new there.' : `There is ${known}${all.length > 5 ? ' and more' : ''}.`}`,
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
      const { words, ...change } = candidateNamed(fingerprint, options);
      const known = { ...change, change: words, reason, link };
      keepAcknowledgement({ ...known, ...(until !== undefined && { until }) }, file);
      stdout.write(`Known from now on${until === undefined ? '' : ` until ${until}`}: ${words}.\n`);
    });
