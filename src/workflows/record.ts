import { join } from 'node:path';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import { dropEmptyFolder } from '../storage/claim-folder.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import {
  isRecordingSet,
  readRecordings,
  RECORDINGS,
  readSetInfo,
  type RecordingSet,
} from '../evidence/recordings.ts';
import { checkSetFolder, writeRecordings } from '../evidence/write-recordings.ts';
import { weigh, whyWorse } from '../findings/weigh-evidence.ts';
import type { LiveRun } from '../live/live-run.ts';
import { exchangesPath, isRunName, REPORTS } from '../run/snapshot.ts';
import { claimRun, observe } from './observe.ts';
import { liveFilter } from './only.ts';
import type { Session } from './session.ts';
import { showSeen, type ExchangesOption } from './show-exchanges.ts';
import type { LiveOptions } from './site.ts';
import { isAcceptedThough } from './worse-evidence.ts';

/** How a set is recorded, and where. */
export interface RecordOptions extends LiveOptions, Partial<ExchangesOption> {
  readonly into: string;
  readonly evenIfWorse: boolean;
}

/** Makes sure that a set of that name can be written, before anything is asked. */
function checkPlace(name: string, { into, evenIfWorse }: RecordOptions): void {
  if (!isRunName(name)) {
    throw new Fault(
      'usage',
      `${briefly(name)} cannot name a set: use lower-case letters, digits, dots and hyphens, a hundred at most, and no name that reports/ uses.`,
    );
  }
  checkSetFolder(join(into, name));
  const known = isRecordingSet(name, into) && readSetInfo(name, into);
  if (known && known.origin === 'transcribed') {
    throw new Fault(
      'usage',
      `"${name}" was transcribed from public observations and is not replaced. Choose another name.`,
    );
  }
  // What is seen is weighed against it: where it is broken, that must not be found after the site was asked.
  if (known && !evenIfWorse) readRecordings(name, into);
}

/** Keeps what was seen in `reports/`, where it cannot be what it was to be, and gives back the sentence that says so. */
function keepSeen({ info, exchanges }: LiveRun, why: string, { clock }: Session): string {
  const name = claimRun(clock.now(), undefined, info.only !== undefined);
  const kept = exchangesPath(name);
  try {
    writeRecordings(kept, { ...info, name: 'exchanges' }, exchanges);
  } finally {
    dropEmptyFolder(join(REPORTS, name));
  }
  return `Not recorded: ${why} What was seen is kept in ${kept}.\n`;
}

/** Why a part is worse than the set that it would replace: it lacks probes of that set, however many it decides itself. */
function whyPartial({ only }: RecordingSetInfo, before: RecordingSet | undefined): string | undefined {
  if (only === undefined || !before) return undefined;
  const isSame = before.info.only?.toSorted().join('\n') === only.toSorted().join('\n');
  return isSame ? undefined : `asked only a part (${only.join(', ')}), and would replace more than that`;
}

/** Why what was seen cannot be the set of a name, or not unless somebody wants it all the same. */
async function obstacleTo(
  { info, exchanges, unanswered }: LiveRun,
  name: string,
  { into, evenIfWorse }: RecordOptions,
  { ask }: Session,
): Promise<string | undefined> {
  if ('incomplete' in info && info.incomplete !== undefined) return info.incomplete;
  if (evenIfWorse) return undefined;
  const set = isRecordingSet(name, into) ? readRecordings(name, into) : undefined;
  const before = set && weigh(set, 0);
  const open = unanswered.filter(({ verdict }) => verdict === 'inconclusive').length;
  const worse = whyPartial(info, set) ?? whyWorse(weigh({ info, exchanges }, open), before);
  if (worse === undefined || (ask && (await isAcceptedThough(`This run ${worse}`, { ask }))))
    return undefined;
  return `this run ${worse} (--even-if-worse records it all the same)`;
}

/** Writes the set. Where it cannot be, or where that fails after all, what was seen is kept in `reports/`. */
async function keepSet(
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
    session.stderr.write(keepSeen(run, `${obstacle}.`, session));
    return 3;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    session.stderr.write(keepSeen(run, error.message, session));
    return error.exitCode;
  }
}

/**
 * Asks a site and keeps the answers as a set of recordings.
 *
 * @returns the exit code: 3 where what was seen cannot be the set
 * @throws Fault where the set cannot be written, or the site cannot be asked
 */
export async function record(name: string, options: RecordOptions, session: Session): Promise<number> {
  checkPlace(name, options);
  const run = await observe(name, { ...options, filter: liveFilter(options, session) }, session, undefined);
  const exitCode = await keepSet(name, run, options, session);
  showSeen(run, options, session);
  if (exitCode !== 0) return exitCode;
  const { into } = options;
  session.stdout.write(
    `${run.exchanges.length} exchanges are kept in ${join(into, name)}.${into === RECORDINGS ? ` Replay: npm run check -- ${name}` : ''}\n`,
  );
  return 0;
}
