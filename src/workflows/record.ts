import { join, relative } from 'node:path';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import { removeEmptyFolder } from '../storage/claim-folder.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import {
  isRecordingSet,
  readRecordings,
  RECORDINGS,
  readSetInfo,
  type RecordingSet,
} from '../evidence/recordings.ts';
import { checkSetFolder, writeRecordings } from '../evidence/write-recordings.ts';
import { weighEvidence, weaknessOf } from '../findings/weigh-evidence.ts';
import type { LiveRun } from '../live/live-run.ts';
import { exchangesPath, isRunName, REPORTS } from '../run/snapshot.ts';
import { claimRun, observe } from './observe.ts';
import { liveFilter } from './only.ts';
import { standInSentence } from '../report/documents/phrases.ts';
import type { Session } from './session.ts';
import { showSeen, type ExchangesOption } from './show-exchanges.ts';
import type { LiveOptions } from './site.ts';
import { confirmWeakEvidence } from './weak-evidence.ts';

/** The options of `record`. */
export interface RecordOptions extends LiveOptions, Partial<ExchangesOption> {
  readonly into: string;
  readonly evenIfWorse: boolean;
}

/**
 * Checks, before anything is asked, that a set with a name can be written.
 *
 * @throws Fault `usage`, or as the readers of an existing set do
 */
function checkPlace(name: string, { into, evenIfWorse }: RecordOptions): void {
  if (!isRunName(name)) {
    throw new Fault(
      'usage',
      `${briefly(name)} cannot be the name of a set. Use lower-case letters, digits, dots and hyphens, at most a hundred, and no name that reports/ uses.`,
    );
  }
  checkSetFolder(join(into, name));
  const known = isRecordingSet(name, into) && readSetInfo(name, into);
  if (known && known.origin === 'transcribed') {
    throw new Fault('usage', `"${name}" is a public set, which is never replaced. Choose another name.`);
  }
  // The new answers are weighed against this set, so it is read before the site is asked.
  if (known && !evenIfWorse) readRecordings(name, into);
}

/** Stores answers that cannot become the set in `reports/`, and returns a sentence that says so. */
function storeInReports({ info, exchanges }: LiveRun, why: string, { clock }: Session): string {
  const name = claimRun(clock.now(), undefined, info.only !== undefined);
  const path = exchangesPath(name);
  try {
    writeRecordings(path, { ...info, name: 'exchanges' }, exchanges);
  } finally {
    removeEmptyFolder(join(REPORTS, name));
  }
  return `Not recorded: ${why} The answers of the site are stored in ${path}.\n`;
}

/** Returns why a part is weaker than the set that it would replace: it lacks probes of that set, however many it decides. */
function whyPartial({ only }: RecordingSetInfo, before: RecordingSet | undefined): string | undefined {
  if (only === undefined || !before) return undefined;
  const isSame = before.info.only?.toSorted().join('\n') === only.toSorted().join('\n');
  return isSame ? undefined : `asked only a part (${only.join(', ')}), and would replace more than that`;
}

/** Returns why a run must not become the set; undefined if it may, or if a person accepts it anyway. */
async function obstacleTo(
  { info, exchanges, unanswered }: LiveRun,
  name: string,
  { into, evenIfWorse }: RecordOptions,
  { ask }: Session,
): Promise<string | undefined> {
  if ('incomplete' in info && info.incomplete !== undefined) return info.incomplete;
  if (evenIfWorse) return undefined;
  const set = isRecordingSet(name, into) ? readRecordings(name, into) : undefined;
  const before = set && weighEvidence(set, 0);
  const open = unanswered.filter(({ verdict }) => verdict === 'inconclusive').length;
  const worse = whyPartial(info, set) ?? weaknessOf(weighEvidence({ info, exchanges }, open), before);
  if (worse === undefined || (ask && (await confirmWeakEvidence(`This run ${worse}`, { ask }))))
    return undefined;
  return `this run ${worse} (--even-if-worse records it anyway)`;
}

/** Writes the set. If it must not or cannot be written, the answers are stored in `reports/`. */
async function storeSet(
  name: string,
  run: LiveRun,
  options: RecordOptions,
  session: Session,
): Promise<number> {
  try {
    const obstacle = await obstacleTo(run, name, options, session);
    if (obstacle === undefined) {
      writeRecordings(join(options.into, name), run.info, run.exchanges);
      return 0;
    }
    session.stderr.write(storeInReports(run, `${obstacle}.`, session));
    return 3;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    session.stderr.write(storeInReports(run, error.message, session));
    return error.exitCode;
  }
}

/**
 * Asks a site and stores the answers as a set of recordings.
 *
 * @returns the exit code: 3 if the answers must not become the set
 * @throws Fault if the set cannot be written, or the site cannot be asked
 */
export async function record(name: string, options: RecordOptions, session: Session): Promise<number> {
  checkPlace(name, options);
  const run = await observe(name, { ...options, filter: liveFilter(options, session) }, session, undefined);
  const exitCode = await storeSet(name, run, options, session);
  showSeen(run, options, session);
  if (exitCode !== 0) return exitCode;
  const { into } = options;
  // A sentence a line, so that the command can be copied.
  session.stdout.write(
    `${[
      `${run.exchanges.length} exchanges are stored in ${relative(process.cwd(), join(into, name))}.`,
      ...(run.info.origin === 'stand-in' ? [standInSentence(run.info.origin)] : []),
      ...(into === RECORDINGS ? [`Replay: npm run check -- ${name}`] : []),
    ].join('\n')}\n`,
  );
  return 0;
}
