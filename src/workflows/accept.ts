import { dayOf } from '../day-of.ts';
import { basename, join } from 'node:path';
import { acknowledgementsInForce } from '../change/acknowledge.ts';
import {
  readAcknowledgementsIfAny,
  writeAcknowledgements,
  type Acknowledgement,
} from '../change/acknowledgements.ts';
import { compare } from '../change/compare.ts';
import { Fault } from '../fault.ts';
import { openLibrary } from '../evidence/recording-library.ts';
import { hasRecordings, readRecordings, type RecordingSet } from '../evidence/recordings.ts';
import { checkSetFolder, writeRecordings } from '../evidence/write-recordings.ts';
import { acceptedBreaks, type AcceptedBreak } from '../findings/accepted-breaks.ts';
import { weighEvidence, weaknessOf, type Weight } from '../findings/weigh-evidence.ts';
import { render } from '../report/formats.ts';
import { findingLine } from '../report/documents/states.ts';
import { count } from '../report/documents/phrases.ts';
import { readRun, type Run } from '../run/run.ts';
import { exchangesPath, findRunFile, REPORTS, snapshotOfRecordings, snapshotOfRun } from '../run/snapshot.ts';
import { acceptedBaseline, baselineName } from './baselines.ts';
import { checkUntil } from './check-until.ts';
import { diffDocument } from './diff.ts';
import { newestRun } from './newest-run.ts';
import { layoutFor } from './output.ts';
import type { Session } from './session.ts';
import { confirmWeakEvidence } from './weak-evidence.ts';

/** The options of `accept`. */
export interface AcceptOptions {
  readonly yes: boolean;
  readonly evenIfWorse: boolean;
  readonly acknowledge: boolean;
  readonly acknowledged: string;
  readonly reason?: string;
  readonly link?: string;
  readonly until?: string;
  readonly site?: string;
  readonly into: string;
}

/**
 * Reads the exchanges of a run, and checks that they may be a baseline.
 *
 * @throws Fault `unknown-recordings` if the run is not a live run, `usage` if it is of the stand-in, incomplete or only a part
 */
function acceptable(run: string, { evenIfWorse }: Pick<AcceptOptions, 'evenIfWorse'>): RecordingSet {
  if (!hasRecordings(basename(exchangesPath(run)), join(REPORTS, run))) {
    throw new Fault(
      'unknown-recordings',
      `${REPORTS}/${run} is not a live run: it has no exchanges. Make one: npm run check -- --live`,
    );
  }
  const set = readRecordings('exchanges', join(REPORTS, run));
  const { info } = set;
  const refuse = (why: string): Fault =>
    new Fault('usage', `${run} ${why}: it cannot be the baseline. Make another run: npm run check -- --live`);
  if (info.origin !== 'recorded') throw refuse('comes from the stand-in, which is not Jira');
  if (info.incomplete !== undefined) throw refuse(`is incomplete (${info.incomplete})`);
  if (info.only !== undefined && !evenIfWorse) {
    throw new Fault(
      'usage',
      `${run} asked only a part (${info.only.join(', ')}): as the baseline, it would hide changes of the rest. Accept a whole run, or add --even-if-worse.`,
    );
  }
  return set;
}

/** A run that may be accepted. */
interface Accepted {
  readonly name: string;
  readonly set: RecordingSet;
  /** The judged run; undefined if the run was not judged. */
  readonly judged: Run | undefined;
}

/** What a run is accepted over. */
interface Before {
  /** The current baseline; undefined if there is none. */
  readonly baseline: RecordingSet | undefined;
  /** All acknowledgements, whether in force or not. */
  readonly known: readonly Acknowledgement[];
}

/** Weighs a run, including the probes that got no answer. */
function weightOfRun({ set, judged }: Accepted): Weight {
  const unanswered = (judged?.rows ?? []).filter(
    ({ kind, verdict, answer }) => kind === 'contract' && verdict === 'inconclusive' && !answer,
  );
  return weighEvidence(set, unanswered.length);
}

/** Returns what still fails once the run is the baseline, which is acknowledged together with it. */
function breaksOf(
  { name, judged }: Accepted,
  { baseline, known }: Before,
  { acknowledge, reason, link, until }: AcceptOptions,
  today: string,
): AcceptedBreak[] {
  if (!judged || !acknowledge) return [];
  const changes = baseline ? compare(snapshotOfRecordings(baseline), snapshotOfRun(judged)).changes : [];
  const why = { reason: reason ?? `accepted with ${name} on ${today}`, link, until };
  return acceptedBreaks(judged, { changes, failOn: 'info' }, acknowledgementsInForce(known, today), why);
}

/** Returns whether the evidence is good enough, or a person accepts it anyway. */
async function isGoodEnough(
  run: Accepted,
  { baseline }: Before,
  { evenIfWorse }: AcceptOptions,
  session: Session,
): Promise<boolean> {
  if (evenIfWorse) return true;
  const worse = weaknessOf(weightOfRun(run), baseline && weighEvidence(baseline, 0));
  return worse === undefined || confirmWeakEvidence(`${run.name} ${worse}`, session);
}

/** Prints on stderr what changes with a run as the baseline, and returns the number of changes. */
function showChanges({ name, set }: Accepted, { baseline, known }: Before, session: Session): number {
  if (!baseline) return 0;
  const head = { ...snapshotOfRecordings(set), name };
  const document = diffDocument(snapshotOfRecordings(baseline), head, {
    known,
    failOn: 'info',
    today: dayOf(session.clock.now()),
  });
  const layout = layoutFor({ all: true }, { ...session, stdout: session.stderr });
  session.stderr.write(render('diff', 'text', document, layout));
  return document.changes.length;
}

/** Shows what would be accepted, and asks for confirmation. If nothing differs and nothing is broken, it does not ask. */
async function isAgreed(
  run: Accepted,
  before: Before,
  breaks: readonly AcceptedBreak[],
  options: AcceptOptions,
  session: Session,
): Promise<boolean> {
  const changes = showChanges(run, before, session);
  if (breaks.length > 0) {
    const lines = breaks.map(({ finding }) => `  ${findingLine(finding)}\n`);
    session.stderr.write(`Acknowledged with it, because the run breaks the contract:\n${lines.join('')}`);
  }
  if (options.yes || changes + breaks.length === 0) return true;
  if (!session.ask) {
    throw new Fault(
      'usage',
      `${run.name} changes the baseline or breaks the contract, and there is no terminal to confirm it. Add --yes to accept it.`,
    );
  }
  return /^y(?:es)?$/i.test((await session.ask(`Accept ${run.name} as the baseline? [y/N] `)) ?? '');
}

/**
 * Makes a live run the baseline that later runs are compared with.
 *
 * @param named the run; undefined for the newest
 * @returns the exit code: 2 if a person did not agree
 * @throws Fault if the run may not be the baseline, or something cannot be written
 */
export async function accept(
  named: string | undefined,
  options: AcceptOptions,
  session: Session,
): Promise<number> {
  const today = dayOf(session.clock.now());
  checkUntil(options.until, today);
  const operand = named ?? newestRun(options.site);
  const set = acceptable(operand, options);
  const file = findRunFile(operand);
  const run = { name: operand, set, judged: file === undefined ? undefined : readRun(file) };
  const name = baselineName(options.site);
  const folder = join(options.into, name);
  // Checked first, so that a person does not confirm something that cannot be done.
  checkSetFolder(folder);
  const library = openLibrary(options.into);
  const current = acceptedBaseline(options.site, library);
  const before = {
    baseline: current === undefined ? undefined : library.read(current),
    known: readAcknowledgementsIfAny(options.acknowledged),
  };
  const breaks = breaksOf(run, before, options, today);
  if (
    !(await isGoodEnough(run, before, options, session)) ||
    !(await isAgreed(run, before, breaks, options, session))
  ) {
    session.stderr.write('Not accepted: the baseline is unchanged.\n');
    return 2;
  }
  // Acknowledged first: if the baseline cannot be written, the changes still fail.
  if (breaks.length > 0) {
    writeAcknowledgements(
      breaks.map(({ acknowledgement }) => acknowledgement),
      options.acknowledged,
    );
  }
  writeRecordings(folder, { ...set.info, name }, set.exchanges);
  session.stdout.write(
    `${run.name} is now the baseline: ${set.exchanges.length} exchanges in ${folder}.${breaks.length > 0 ? ` ${count(breaks.length, 'finding')} acknowledged in ${options.acknowledged}.` : ''}\n`,
  );
  return 0;
}
