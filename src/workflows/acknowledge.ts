import { dayOf } from '../day-of.ts';
import { acknowledgementsInForce } from '../change/acknowledge.ts';
import { readAcknowledgementsIfAny, writeAcknowledgements } from '../change/acknowledgements.ts';
import { compare } from '../change/compare.ts';
import type { Level } from '../change/levels.ts';
import { Fault } from '../fault.ts';
import { acknowledgementOf, candidatesOf, type Candidate } from '../findings/candidates.ts';
import type { Finding } from '../findings/finding.ts';
import { findingsOfDiff, findingsOfRun } from '../findings/findings.ts';
import { readRun } from '../run/run.ts';
import { findRunFile, readSnapshot } from '../run/snapshot.ts';
import { acceptedBaseline } from './baselines.ts';
import { checkUntil } from './check-until.ts';
import { newestRun } from './newest-run.ts';
import type { Session } from './session.ts';

/** The options of `acknowledge`. */
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

/** Smallest number of digits that identify a fingerprint. */
const MIN_DIGITS = 8;

/** Returns all findings of a run or of a comparison of recordings, including those that are acknowledged already. */
function findingsIn(
  { base, head, site, failOn, file }: AcknowledgeOptions,
  today: string,
  { recordings }: Pick<Session, 'recordings'>,
): Finding[] {
  const [before, after] = [base ?? acceptedBaseline(site, recordings), head ?? newestRun(site)];
  const changes =
    before === undefined || before === 'none'
      ? []
      : compare(readSnapshot(before, recordings), readSnapshot(after, recordings)).changes;
  const diff = { changes, failOn };
  const run = findRunFile(after);
  const known = acknowledgementsInForce(readAcknowledgementsIfAny(file), today);
  const { list } =
    run === undefined ? findingsOfDiff(diff, known) : findingsOfRun({ run: readRun(run), diff, known });
  return list.filter(({ state }) => state !== 'undecided');
}

/** Returns the candidate that a fingerprint identifies. */
function candidateNamed(fingerprint: string, all: readonly Candidate[]): Candidate {
  const found = all.filter((candidate) => candidate.fingerprint.startsWith(fingerprint));
  const [only] = found;
  if (only && found.length === 1 && fingerprint.length >= MIN_DIGITS) return only;
  const existing = all
    .map((candidate) => candidate.fingerprint)
    .slice(0, 5)
    .join(', ');
  const why =
    found.length > 1 || fingerprint.length < MIN_DIGITS
      ? `The fingerprint "${fingerprint}" is too short to identify one finding`
      : `There is no finding with the fingerprint "${fingerprint}"`;
  throw new Fault(
    'usage',
    `${why}. ${existing === '' ? 'There are no findings in that run.' : `Existing fingerprints: ${existing}${all.length > 5 ? ' and more' : ''}.`}`,
  );
}

const rules = ({ rule, also }: Finding): string[] => [rule, ...also.map((aspect) => aspect.rule)];

/** Returns the findings selected by kind among those that are not acknowledged yet. */
function chosenByKind(
  findings: readonly Finding[],
  { allNew, rule, credential }: AcknowledgeOptions,
): Candidate[] {
  const chosen = findings
    .filter(({ state, fails }) => (allNew ? fails : state !== 'known'))
    .filter((finding) => !rule || rules(finding).some((id) => rule.includes(id)))
    .filter(({ probe }) => !credential || (probe !== undefined && credential.includes(probe.credential)));
  if (chosen.length === 0 && !allNew) {
    throw new Fault(
      'usage',
      `No finding that is not yet acknowledged matches ${[...(rule ?? []), ...(credential ?? [])].join(', ')}.`,
    );
  }
  return chosen.flatMap((finding) => candidatesOf(finding).slice(0, 1));
}

function chosenFrom(
  fingerprints: readonly string[],
  options: AcknowledgeOptions,
  today: string,
  session: Pick<Session, 'recordings'>,
): Candidate[] {
  const { allNew, rule, credential } = options;
  const byKind = allNew || rule !== undefined || credential !== undefined;
  if (byKind === fingerprints.length > 0) {
    throw new Fault(
      'usage',
      byKind
        ? 'acknowledge takes either fingerprints or --all-new, --rule and --credential, not both. Run with --help for the options.'
        : 'acknowledge needs a fingerprint, --all-new, --rule or --credential. Run with --help for the options.',
    );
  }
  const findings = findingsIn(options, today, session);
  if (byKind) return chosenByKind(findings, options);
  const all = findings.flatMap(candidatesOf);
  return fingerprints.map((fingerprint) => candidateNamed(fingerprint, all));
}

/**
 * Acknowledges findings, so that they no longer fail a run.
 *
 * @param fingerprints of the findings; none if the options select them by kind
 * @throws Fault `usage` if nothing is selected, or there is no such finding
 */
export function acknowledgeFindings(
  fingerprints: readonly string[],
  options: AcknowledgeOptions,
  session: Pick<Session, 'stdout' | 'clock' | 'recordings'>,
): void {
  const { until, file } = options;
  const today = dayOf(session.clock.now());
  checkUntil(until, today);
  const reason = options.reason ?? `seen in ${options.head ?? newestRun(options.site)}`;
  const chosen = chosenFrom(fingerprints, options, today, session);
  if (chosen.length === 0) {
    session.stdout.write('Every failing finding is already acknowledged: the file is unchanged.\n');
    return;
  }
  writeAcknowledgements(
    chosen.map((candidate) => acknowledgementOf(candidate, { ...options, reason })),
    file,
  );
  const end = until === undefined ? '' : ` until ${until}`;
  for (const { words } of chosen) session.stdout.write(`Acknowledged${end}: ${words}.\n`);
}
