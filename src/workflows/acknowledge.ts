import { existsSync } from 'node:fs';
import { writeAcknowledgements } from '../change/acknowledgements.ts';
import { compare } from '../change/compare.ts';
import type { Level } from '../change/levels.ts';
import { Fault } from '../fault.ts';
import { acknowledgementOf, candidatesOf, type Candidate } from '../findings/candidates.ts';
import type { Finding } from '../findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../findings/findings.ts';
import { readRun } from '../run/run.ts';
import { findRunFile, readSnapshot } from '../run/snapshot.ts';
import { acceptedBaseline } from './baselines.ts';
import { knownToday } from './judge-subject.ts';
import { checkDayToCome } from './day-to-come.ts';
import { newestRun } from './newest-run.ts';
import { dayOf, type Session } from './session.ts';

/** What is acknowledged, where it is looked for, and what is said of it. */
export interface AcknowledgeOptions {
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

/** All that a run found, or a set of recordings that is compared with another, what is known already included. */
function findingsIn({ base, head, site, failOn, file }: AcknowledgeOptions, today: string): Finding[] {
  const [before, after] = [base ?? acceptedBaseline(site), head ?? newestRun(site)];
  const changes =
    before === undefined || before === 'none'
      ? []
      : compare(readSnapshot(before), readSnapshot(after)).changes;
  const diff = { changes, failOn };
  const run = findRunFile(after);
  const known = existsSync(file) ? knownToday(file, today) : [];
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
function chosenByKind(
  findings: readonly Finding[],
  { allNew, rule, credential }: AcknowledgeOptions,
): Candidate[] {
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

function chosenFrom(
  fingerprints: readonly string[],
  options: AcknowledgeOptions,
  today: string,
): Candidate[] {
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
  const findings = findingsIn(options, today);
  if (byKind) return chosenByKind(findings, options);
  const all = findings.flatMap(candidatesOf);
  return fingerprints.map((one) => candidateNamed(one, all));
}

/**
 * Makes findings known ones, which fail nothing any more.
 *
 * @param fingerprints those that are named; none where they are chosen by their kind
 * @throws Fault `usage` where nothing is chosen, or there is no such finding
 */
export function acknowledgeFindings(
  fingerprints: readonly string[],
  options: AcknowledgeOptions,
  { stdout, clock }: Pick<Session, 'stdout' | 'clock'>,
): void {
  const { until, file } = options;
  const today = dayOf(clock.now());
  checkDayToCome(until, today);
  const reason = options.reason ?? `seen in ${options.head ?? newestRun(options.site)}`;
  const chosen = chosenFrom(fingerprints, options, today);
  if (chosen.length === 0) {
    stdout.write('Nothing fails that is not known: the file is as it was.\n');
    return;
  }
  writeAcknowledgements(
    chosen.map((one) => acknowledgementOf(one, { ...options, reason })),
    file,
  );
  const end = until === undefined ? '' : ` until ${until}`;
  for (const { words } of chosen) stdout.write(`Known from now on${end}: ${words}.\n`);
}
