import { Command, InvalidArgumentError, Option } from 'commander';
import { existsSync } from 'node:fs';
import { ACKNOWLEDGED, keepAcknowledgements } from '../../src/change/acknowledged.ts';
import { compare } from '../../src/change/compare.ts';
import { LEVELS, type Level } from '../../src/change/levels.ts';
import { CREDENTIALS } from '../../src/contract/credentials.ts';
import { Fault } from '../../src/contract/fault.ts';
import type { Finding } from '../../src/findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../../src/findings/findings.ts';
import { acknowledgementOf, candidatesOf, type Candidate } from '../../src/findings/candidates.ts';
import { PRECEDENCE } from '../../src/findings/precedence.ts';
import { readRun } from '../../src/run/run.ts';
import { findRunFile, readSide } from '../../src/run/side.ts';
import type { MakeCommand } from '../main.ts';
import { acceptedBaseline } from './baselines.ts';
import { checkDayToCome } from './day-to-come.ts';
import { knownToday } from './judge-subject.ts';
import { newestRun } from './newest-run.ts';

const HELP = `
FINGERPRINT names a finding; reports show it, and its first eight digits will
do. --all-new takes all that fails, --rule and --credential all of a kind; where
several of these are given, what fits them all. Findings are looked for in the
newest live run, or in --head compared with --base ("none": with nothing). What
is acknowledged stays visible and fails nothing, until the day that --until
names. With a change, the row that it breaks is known, too.

Exit code: 0 all that was asked for is in the file, 2 bad usage, or there is no
such finding, 3 another command is at work, or it would hold a secret.

Examples:
  npm run acknowledge -- 82363ebd --reason "Atlassian's bug, reported" \\
    --link https://jira.atlassian.com/browse/JRACLOUD-93811 --until 2027-01-31
  npm run acknowledge -- --rule guard-loosened --credential revoked
  npm run acknowledge -- --all-new --site acme --reason "reported"`;

interface Options {
  readonly reason?: string;
  readonly link?: string;
  readonly until?: string;
  readonly base?: string;
  readonly head?: string;
  readonly site?: string;
  readonly file: string;
  readonly allNew: boolean;
  readonly rule?: readonly string[];
  readonly credential?: readonly string[];
  readonly failOn: Level;
}

/** Number of digits by which a fingerprint is named at least. */
const SHORTEST = 8;

const oneOf =
  (names: readonly string[]) =>
  (value: string, before: readonly string[] = []): string[] => {
    if (!names.includes(value)) throw new InvalidArgumentError(`It must be one of ${names.join(', ')}.`);
    return [...before, value];
  };

/** All that a run found, or a set of recordings that is compared with another, what is known already included. */
function findingsIn({ base, head, site, failOn, file }: Options): Finding[] {
  const [before, after] = [base ?? acceptedBaseline(site), head ?? newestRun(site)];
  const changes =
    before === undefined || before === 'none' ? [] : compare(readSide(before), readSide(after)).changes;
  const diff = { changes, failOn };
  const run = findRunFile(after);
  const known = existsSync(file) ? knownToday(file) : [];
  const { list } =
    run === undefined ? findingsOfDiff(diff, known) : findingsOfRun({ run: readRun(run), diff, known });
  return list.filter(({ state }) => state !== 'undecided');
}

/** What one fingerprint names. */
function candidateNamed(fingerprint: string, all: readonly Candidate[]): Candidate {
  const found = all.filter((one) => one.fingerprint.startsWith(fingerprint));
  const [only] = found;
  if (only && found.length === 1 && fingerprint.length >= SHORTEST) return only;
  const known = all
    .map((one) => one.fingerprint)
    .slice(0, 5)
    .join(', ');
  const why =
    found.length > 1 || fingerprint.length < SHORTEST
      ? `"${fingerprint}" is too short to name one finding`
      : `There is nothing with the fingerprint "${fingerprint}"`;
  throw new Fault(
    'usage',
    `${why}. ${known === '' ? 'Nothing was found there.' : `There is ${known}${all.length > 5 ? ' and more' : ''}.`}`,
  );
}

const rules = ({ rule, also }: Finding): string[] => [rule, ...also.map((one) => one.rule)];

/** What is chosen by its kind: of what is not known yet. */
function chosenByKind(findings: readonly Finding[], { allNew, rule, credential }: Options): Candidate[] {
  const chosen = findings
    .filter(({ state, fails }) => (allNew ? fails : state !== 'known'))
    .filter((one) => !rule || rules(one).some((id) => rule.includes(id)))
    .filter(({ probe }) => !credential || (probe !== undefined && credential.includes(probe.credential)));
  if (chosen.length === 0 && !allNew) {
    throw new Fault(
      'usage',
      `Nothing that is not known yet is of ${[...(rule ?? []), ...(credential ?? [])].join(', ')}.`,
    );
  }
  return chosen.flatMap((one) => candidatesOf(one).slice(0, 1));
}

function chosenFrom(fingerprints: readonly string[], options: Options): Candidate[] {
  const { allNew, rule, credential } = options;
  const byKind = allNew || rule !== undefined || credential !== undefined;
  if (byKind === fingerprints.length > 0) {
    throw new Fault(
      'usage',
      byKind
        ? 'acknowledge takes either fingerprints, or --all-new, --rule and --credential, not both.'
        : 'acknowledge needs a fingerprint, --all-new, --rule or --credential. Run with --help for the options.',
    );
  }
  const findings = findingsIn(options);
  if (byKind) return chosenByKind(findings, options);
  const all = findings.flatMap(candidatesOf);
  return fingerprints.map((one) => candidateNamed(one, all));
}

/** `acknowledge FINGERPRINT`: findings made known ones. */
export const acknowledgeCommand: MakeCommand = ({ stdout }) =>
  new Command('acknowledge')
    .description('Makes findings known ones, which fail nothing any more.')
    .argument('[fingerprints...]', 'the findings')
    .option('--all-new', 'all that fails', false)
    .addOption(new Option('--rule <rule>', 'all under a rule; may be repeated').argParser(oneOf(PRECEDENCE)))
    .addOption(
      new Option('--credential <name>', 'all of a credential; may be repeated').argParser(
        oneOf(CREDENTIALS.map(({ name }) => name)),
      ),
    )
    .option('--reason <text>', 'why it is known (default: in which run it was seen)')
    .option('--link <address>', 'where it is spoken of, with https')
    .option('--until <date>', 'the last day on which that counts, YYYY-MM-DD')
    .option('--base <name>', 'the earlier side; by default the accepted baseline')
    .option('--head <name>', 'the later side; by default the newest live run')
    .option('--site <name>', 'of several sites, the one that changed')
    .addOption(
      new Option('--fail-on <level>', 'from which level on a change fails').choices(LEVELS).default('minor'),
    )
    .addOption(
      new Option('--file <file>', 'where it is kept').default(ACKNOWLEDGED, 'fixtures/acknowledged.json'),
    )
    .addHelpText('after', HELP)
    .action((fingerprints: string[], options: Options) => {
      const { until, file } = options;
      checkDayToCome(until);
      const reason = options.reason ?? `seen in ${options.head ?? newestRun(options.site)}`;
      const chosen = chosenFrom(fingerprints, options);
      if (chosen.length === 0) {
        stdout.write('Nothing fails that is not known: the file is as it was.\n');
        return;
      }
      keepAcknowledgements(
        chosen.map((one) => acknowledgementOf(one, { ...options, reason })),
        file,
      );
      const end = until === undefined ? '' : ` until ${until}`;
      for (const { words } of chosen) stdout.write(`Known from now on${end}: ${words}.\n`);
    });
