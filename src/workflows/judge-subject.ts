import { isInForce } from '../change/acknowledge.ts';
import { ACKNOWLEDGED, readAcknowledged, type Acknowledgement } from '../change/acknowledgements.ts';
import type { Contract } from '../contract/contract.ts';
import { filteredContract, type ProbeFilter } from '../contract/probe-filter.ts';
import { Fault } from '../fault.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { runFingerprints } from '../findings/findings.ts';
import { HISTORY, readHistory } from '../history/history.ts';
import { nightsOf } from '../history/nights.ts';
import { agesOf, tooOld } from '../report/documents/check/ages.ts';
import type { AskedWith, CheckDocument } from '../report/documents/check/check-document.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { settledCheck } from '../report/documents/settled-document.ts';
import { PACT_NAMES, type PactResult } from '../run/pact-result.ts';
import { runText, type Run } from '../run/run.ts';
import { infoOf, type Answers } from '../run/answers.ts';
import { judgeContract, judgedRun } from '../run/judge-contract.ts';
import { runPath, snapshotOfRun, type Snapshot } from '../run/snapshot.ts';
import { declared } from '../../specs/declared.ts';
import { diffDocument } from './diff.ts';
import { nothingToAsk } from './nothing-to-ask.ts';
import type { ReportOptions } from './output.ts';
import { revocationsOf } from './revocations-of.ts';
import { dayOf, type Session } from './session.ts';
import type { Subject } from './subject.ts';

/** What a judgement is told. */
export interface JudgeOptions extends Pick<ReportOptions, 'acknowledged' | 'failOn'> {
  readonly pacts: boolean;
  readonly history?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the history calls the site, where that is not its address. */
  readonly site?: string | undefined;
  /** The name must not be in what is kept, so that the commands to paste do without it. */
  readonly anonymise?: boolean;
  /** The baseline, where one was named. */
  readonly baseline?: string;
  /** How many days old the evidence may be that the run relies on. */
  readonly maxAge?: number;
  /** Takes the reason where the run cannot be kept; left out where that ends the command. */
  readonly onNotKept?: (reason: Fault) => void;
}

/** Both pacts on what answered the contract, one after the other: each takes a core. */
async function pactResults(answers: Answers): Promise<PactResult[]> {
  // Loaded here: few runs verify pacts.
  const {
    answersOfRecordings,
    answersOfSeen,
    verifyAgainstAnswers: holdPact,
  } = await import('../pact/verify-answers.ts');
  const who = 'seen' in answers ? answersOfSeen(answers.seen) : answersOfRecordings(answers.recordings);
  const results: PactResult[] = [];
  for (const name of PACT_NAMES) results.push(await holdPact(name, who));
  return results;
}

/** What went before a run: how old the evidence is at a time, and since when Jira behaves so. */
export function pastOf(
  run: Run,
  baseline: Snapshot | undefined,
  { history = HISTORY, site, now }: Pick<JudgeOptions, 'history' | 'site' | 'now'>,
  { recordings }: Pick<Session, 'recordings'>,
): Required<Pick<CheckDocument, 'ages' | 'history'>> {
  const name = siteOf(run, site);
  const entries = readHistory(history).filter((one) => one.site === name);
  const [nights] = nightsOf(entries);
  return {
    ages: agesOf(run.recordings, baseline, nights?.lastConcluded, now),
    history: historyDocument(entries, recordings),
  };
}

/** What the history calls the site of a run; of recordings of nobody's site there is none. */
function siteOf({ recordings }: Run, named: string | undefined): string | undefined {
  return named ?? (recordings.origin === 'transcribed' ? undefined : recordings.site);
}

/**
 * Judges a subject by the contract, saves the run, and compares it with its baseline.
 *
 * @throws Fault `nothing-ran` where a spec file cannot be read, or nothing could be judged
 */
export async function judgeSubject(
  { answers, name, baseline, filter }: Subject,
  options: JudgeOptions,
  session: Pick<Session, 'recordings'>,
): Promise<CheckDocument> {
  const judged = judgedPart(await declared(), answers, filter);
  const run = options.pacts ? { ...judged, pacts: await pactResults(answers) } : judged;
  const file = saveRun(run, name, options);
  return documentOf(run, file, baseline, options, session);
}

/**
 * Judges the contract, or the part of it that a filter leaves. Of a part even a run that decides nothing is reported: why a probe
 * is undecided is what the user wants to see.
 */
function judgedPart(contract: Contract, answers: Answers, filter: ProbeFilter | undefined): Run {
  const info = infoOf(answers);
  if (!filter) return judgedRun(judgeContract(contract, answers), info);
  const judged = judgeContract(filteredContract(contract, filter), answers);
  if (judged.rows.length === 0) throw nothingToAsk(filter);
  return judgedRun({ ...judged, executed: judged.rows.length }, info);
}

/** What commands that follow have to repeat. */
const askedWith = ({ site, anonymise, baseline, acknowledged }: JudgeOptions): AskedWith => ({
  site: anonymise ? undefined : site,
  baseline,
  ...(acknowledged !== ACKNOWLEDGED && { acknowledged }),
});

/** The acknowledgements of a file that are in force on a day, given as `YYYY-MM-DD`. */
export function knownToday(path: string, today: string): Acknowledgement[] {
  return readAcknowledged(path).filter((one) => isInForce(one, today));
}

/**
 * Writes the file of a run.
 *
 * @returns its path; undefined where it cannot be written, and need not be
 * @throws Fault `unreadable-file` where it cannot be written, and must be
 */
export function saveRun(
  run: Run,
  name: string,
  { onNotKept }: Pick<JudgeOptions, 'onNotKept'>,
): string | undefined {
  const file = runPath(name);
  try {
    writeFileAtomically(file, runText(run));
    return file;
  } catch (error) {
    if (!onNotKept || !(error instanceof Fault) || error.code !== 'unreadable-file') throw error;
    onNotKept(error);
    return undefined;
  }
}

/**
 * What reports print of a run.
 *
 * @param file where the run was saved; undefined where it could not be
 */
export function documentOf(
  run: Run,
  file: string | undefined,
  baseline: Snapshot | undefined,
  options: JudgeOptions,
  session: Pick<Session, 'recordings'>,
): CheckDocument {
  const today = dayOf(options.now);
  const compared = baseline
    ? diffDocument(baseline, snapshotOfRun(run), { ...options, today, also: runFingerprints(run) })
    : null;
  // What was not asked cannot match: only what ran out is worth a word.
  const diff =
    compared?.idle && run.recordings.only
      ? { ...compared, idle: { ...compared.idle, unmatched: [] } }
      : compared;
  const past = pastOf(run, baseline, options, session);
  return settledCheck({
    run,
    file,
    diff,
    known: knownToday(options.acknowledged, today),
    old: options.maxAge === undefined ? [] : tooOld(past.ages ?? [], options.maxAge),
    ...past,
    askedWith: askedWith(options),
    revocations: revocationsOf(run),
  });
}
