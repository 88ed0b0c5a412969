import { isInForce } from '../../src/change/acknowledge.ts';
import { ACKNOWLEDGED, readAcknowledged, type Acknowledgement } from '../../src/change/acknowledged.ts';
import { Fault } from '../../src/contract/fault.ts';
import { writeWhole } from '../../src/evidence/write-file.ts';
import { runFingerprints } from '../../src/findings/findings.ts';
import { HISTORY, readHistory } from '../../src/history/history.ts';
import { nightsOf } from '../../src/history/nights.ts';
import { answersOfRecordings, answersOfSeen, holdPact } from '../../src/pact/hold.ts';
import { agesOf, tooOld } from '../../src/report/documents/check/ages.ts';
import type { AskedWith, CheckDocument } from '../../src/report/documents/check/check-document.ts';
import { historyDocument } from '../../src/report/documents/history/history-document.ts';
import { settledCheck } from '../../src/report/documents/settled-document.ts';
import { PACT_NAMES, type PactResult } from '../../src/run/pact-result.ts';
import { runText, type Run } from '../../src/run/run.ts';
import { runSpecs, type Answers } from '../../src/run/run-specs.ts';
import { runPath, sideOfRun, type Side } from '../../src/run/side.ts';
import { diffDocument } from './diff.ts';
import { today, type ReportOptions } from './options.ts';
import { revocationsOf } from './revocations-of.ts';
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
  const who = 'seen' in answers ? answersOfSeen(answers.seen) : answersOfRecordings(answers.recordings);
  const results: PactResult[] = [];
  for (const name of PACT_NAMES) results.push(await holdPact(name, who));
  return results;
}

/** What went before a run: how old the evidence is at a time, and since when Jira behaves so. */
export function pastOf(
  run: Run,
  baseline: Side | undefined,
  { history = HISTORY, site, now }: Pick<JudgeOptions, 'history' | 'site' | 'now'>,
): Required<Pick<CheckDocument, 'ages' | 'history'>> {
  const name = siteOf(run, site);
  const entries = readHistory(history).filter((one) => one.site === name);
  const [nights] = nightsOf(entries);
  return {
    ages: agesOf(run.recordings, baseline, nights?.lastConcluded, now),
    history: historyDocument(entries),
  };
}

/** What the history calls the site of a run; of recordings of nobody's site there is none. */
function siteOf({ recordings }: Run, named: string | undefined): string | undefined {
  return named ?? (recordings.origin === 'transcribed' ? undefined : recordings.site);
}

/**
 * Holds a subject against the contract, compares it with its baseline, and keeps the run.
 *
 * @throws Fault `nothing-ran` where the specs could not be run
 */
export async function judgeSubject(
  { answers, name, baseline }: Subject,
  options: JudgeOptions,
): Promise<CheckDocument> {
  const judged = await runSpecs(answers);
  const run = options.pacts ? { ...judged, pacts: await pactResults(answers) } : judged;
  return documentOf(run, name, baseline, options);
}

/** What commands that follow have to repeat. */
const askedWith = ({ site, anonymise, baseline, acknowledged }: JudgeOptions): AskedWith => ({
  site: anonymise ? undefined : site,
  baseline,
  ...(acknowledged !== ACKNOWLEDGED && { acknowledged }),
});

/** The acknowledgements of a file that count today. */
export function knownToday(path: string): Acknowledgement[] {
  return readAcknowledged(path).filter((one) => isInForce(one, today()));
}

/** Keeps a run, and gives back where; undefined where it cannot be kept, and need not be. */
function keepRun(run: Run, name: string, { onNotKept }: Pick<JudgeOptions, 'onNotKept'>): string | undefined {
  const file = runPath(name);
  try {
    writeWhole(file, runText(run));
    return file;
  } catch (error) {
    if (!onNotKept || !(error instanceof Fault) || error.code !== 'unreadable-file') throw error;
    onNotKept(error);
    return undefined;
  }
}

/** Keeps a run, and makes of it what reports print. */
export function documentOf(
  run: Run,
  name: string,
  baseline: Side | undefined,
  options: JudgeOptions,
): CheckDocument {
  const file = keepRun(run, name, options);
  const diff = baseline
    ? diffDocument(baseline, sideOfRun(run), { ...options, also: runFingerprints(run) })
    : null;
  const past = pastOf(run, baseline, options);
  return settledCheck({
    run,
    file,
    diff,
    known: knownToday(options.acknowledged),
    old: options.maxAge === undefined ? [] : tooOld(past.ages ?? [], options.maxAge),
    ...past,
    askedWith: askedWith(options),
    revocations: revocationsOf(run),
  });
}
