import { dayOf } from '../day-of.ts';
import { acknowledgementsInForce } from '../change/acknowledge.ts';
import { ACKNOWLEDGEMENTS_FILE } from '../change/acknowledgements.ts';
import type { Contract } from '../contract/contract.ts';
import { filteredContract, type ProbeFilter } from '../contract/probe-filter.ts';
import { Fault } from '../fault.ts';
import { writeFileAtomically } from '../storage/write-file.ts';
import { runFingerprints } from '../findings/findings.ts';
import { HISTORY_FILE, readHistory } from '../history/history.ts';
import { nightsOf } from '../history/nights.ts';
import { evidenceAges, outdatedEvidence } from '../report/documents/check/ages.ts';
import { baselineAnswers } from '../report/documents/check/baseline-answers.ts';
import type { AskedWith, CheckDocument } from '../report/documents/check/check-document.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { withCheckFindings } from '../report/documents/settled-document.ts';
import { PACT_NAMES, type PactResult } from '../run/pact-result.ts';
import { runText, type Run } from '../run/run.ts';
import { infoOf, type Answers } from '../run/answers.ts';
import { judgeContract, judgedRun } from '../run/judge-contract.ts';
import { runPath, snapshotOfRun, type Baseline, type Snapshot } from '../run/snapshot.ts';
import { declared } from '../../specs/declared.ts';
import { diffDocument } from './diff.ts';
import { nothingToAsk } from './nothing-to-ask.ts';
import type { ReportOptions } from './output.ts';
import { revocationsOf } from './revocations-of.ts';
import type { Session } from './session.ts';
import type { Subject } from './subject.ts';

/** The options of a judgement. */
export interface JudgeOptions extends Pick<ReportOptions, 'acknowledged' | 'failOn'> {
  readonly pacts: boolean;
  readonly history?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The name of the site in the history, if that is not its address. */
  readonly site?: string | undefined;
  /** Whether suggested commands must leave out the name of the site, because it is stored nowhere. */
  readonly anonymise?: boolean;
  /** The baseline that the user named, if any. */
  readonly baseline?: string;
  /** Greatest age of the evidence, in days. */
  readonly maxAge?: number;
  /** Called with the reason if the run cannot be stored. Without it, that fault ends the command. */
  readonly onNotKept?: (reason: Fault) => void;
}

/** Verifies both pacts, one after the other, because each takes a core. */
async function pactResults(answers: Answers): Promise<PactResult[]> {
  // Loaded on demand, because few runs verify pacts.
  const { answersOfRecordings, answersOfSeen, verifyAgainstAnswers } =
    await import('../pact/verify-answers.ts');
  const pactAnswers =
    'seen' in answers ? answersOfSeen(answers.seen) : answersOfRecordings(answers.recordings);
  const results: PactResult[] = [];
  for (const name of PACT_NAMES) results.push(await verifyAgainstAnswers(name, pactAnswers));
  return results;
}

/** Returns the background of a run: the dates of the evidence, and since when Jira behaves as it does. */
export function pastOf(
  run: Run,
  baseline: Snapshot | undefined,
  { history = HISTORY_FILE, site }: Pick<JudgeOptions, 'history' | 'site'>,
  { recordings }: Pick<Session, 'recordings'>,
): Required<Pick<CheckDocument, 'ages' | 'history'>> {
  const name = siteOf(run, site);
  const isStandIn = run.recordings.origin === 'stand-in';
  const nights = nightsOf(readHistory(history)).find(
    (own) => own.site === name && own.isStandIn === isStandIn,
  );
  return {
    ages: evidenceAges(run.recordings, baseline, nights?.lastConcluded),
    history: historyDocument(nights?.entries ?? [], recordings),
  };
}

/** Returns the name of the site of a run in the history; undefined for public recordings. */
function siteOf({ recordings }: Run, named: string | undefined): string | undefined {
  return named ?? (recordings.origin === 'transcribed' ? undefined : recordings.site);
}

/**
 * Judges a subject by the contract, stores the run, and compares it with its baseline.
 *
 * @throws Fault `nothing-ran` if a spec file cannot be read, or nothing could be judged
 */
export async function judgeSubject(
  { answers, name, baseline, filter }: Subject,
  options: JudgeOptions,
  session: Pick<Session, 'recordings' | 'acknowledgements'>,
): Promise<CheckDocument> {
  const judged = judgedPart(await declared(), answers, filter);
  const run = options.pacts ? { ...judged, pacts: await pactResults(answers) } : judged;
  const file = saveRun(run, name, options);
  return documentOf(run, file, baseline, options, session);
}

/**
 * Judges the contract, or the part of it that a filter includes. An inconclusive part is reported as well, because the user wants
 * to see why a probe is inconclusive.
 */
function judgedPart(contract: Contract, answers: Answers, filter: ProbeFilter | undefined): Run {
  const info = infoOf(answers);
  if (!filter) return judgedRun(judgeContract(contract, answers), info);
  const judged = judgeContract(filteredContract(contract, filter), answers);
  if (judged.rows.length === 0) throw nothingToAsk(filter);
  return judgedRun({ ...judged, executed: judged.rows.length }, info);
}

/** The options that suggested commands have to repeat. */
const askedWith = ({ site, anonymise, baseline, acknowledged }: JudgeOptions): AskedWith => ({
  site: anonymise ? undefined : site,
  baseline,
  ...(acknowledged !== ACKNOWLEDGEMENTS_FILE && { acknowledged }),
});

/**
 * Writes the file of a run.
 *
 * @returns its path; undefined if it could not be written and `onNotKept` was called
 * @throws Fault `unreadable-file` if it cannot be written and there is no `onNotKept`
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
 * Returns the document that reports of a run render.
 *
 * @param file the file of the run; undefined if it could not be stored
 */
export function documentOf(
  run: Run,
  file: string | undefined,
  baseline: Baseline | undefined,
  options: JudgeOptions,
  session: Pick<Session, 'recordings' | 'acknowledgements'>,
): CheckDocument {
  const today = dayOf(options.now);
  const known = session.acknowledgements(options.acknowledged);
  const compared = baseline
    ? diffDocument(baseline, snapshotOfRun(run), {
        failOn: options.failOn,
        known,
        today,
        also: runFingerprints(run),
      })
    : null;
  // Acknowledgements of probes that were not asked cannot match, so only expired ones are reported.
  const diff =
    compared?.idle && run.recordings.only
      ? { ...compared, idle: { ...compared.idle, unmatched: [] } }
      : compared;
  const past = pastOf(run, baseline, options, session);
  return withCheckFindings({
    run,
    file,
    diff,
    // A stored response of the baseline may name the site.
    before: baseline && baselineAnswers(options.anonymise ? { answers: baseline.answers } : baseline),
    known: acknowledgementsInForce(known, today),
    outdated:
      options.maxAge === undefined ? [] : outdatedEvidence(past.ages ?? [], options.maxAge, options.now),
    ...past,
    askedWith: askedWith(options),
    revocations: revocationsOf(run),
  });
}
