import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readAcknowledgements } from '../change/acknowledgements.ts';
import { Fault } from '../fault.ts';
import { HISTORY_FILE, readHistory } from '../history/history.ts';
import { lastChanges } from '../history/last-changes.ts';
import { count } from '../report/documents/phrases.ts';
import { byAge, parseRunName, type LiveRunName } from '../run/run-name.ts';
import { REPORTS } from '../run/snapshot.ts';
import { streamRun } from '../run/stream-run.ts';
import { cannotRead, isDiskError } from '../storage/disk-faults.ts';
import { removeFolder, removeLeftovers } from '../storage/remove-folder.ts';
import { NIGHTLY } from './nightly-files.ts';
import { isJudged, liveInfoIn, liveRunCalled } from './run-folder.ts';
import type { Session } from './session.ts';

/** How many runs are kept, and where runs are referred to. */
export interface RetentionOptions {
  /** Number of live runs that are kept of each site; 0 or undefined for all. */
  readonly keep?: number | undefined;
  readonly acknowledged: string;
  readonly history?: string | undefined;
  readonly baseline?: string | undefined;
  readonly anonymise?: boolean | undefined;
}

/** A live run in `reports/`. */
export interface KeptRun {
  readonly name: string;
  readonly parsed: LiveRunName;
  readonly origin: string;
}

/** Maximum age of a run that has no result and may still be under way: twice the longest that a run may take. Milliseconds. */
const UNFINISHED = 2 * 86_400_000;

/** Number of removed runs that are named. */
const NAMED = 3;

/** The live runs in `reports/` that are finished, or were given up. */
function finishedRuns(now: number): KeptRun[] {
  return readdirSync(REPORTS).flatMap((name): KeptRun[] => {
    const folder = join(REPORTS, name);
    const parsed = parseRunName(name);
    if (!parsed || !lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
    const info = liveInfoIn(folder);
    const isUnderWay = !isJudged(folder) && now - Date.parse(info?.dates.to ?? '') < UNFINISHED;
    return info && !isUnderWay ? [{ name, parsed, origin: info.origin }] : [];
  });
}

/**
 * Returns the runs beyond the newest, the oldest first. Runs of each site are counted apart, and so are those of the stand-in and
 * those that asked only a part, so that they do not replace the others.
 */
export function surplusRuns(runs: readonly KeptRun[], keep: number): string[] {
  const groups = Map.groupBy(
    runs,
    ({ parsed: { site, isPartial }, origin }) => `${site ?? ''} ${isPartial} ${origin}`,
  );
  return [...groups.values()]
    .flatMap((group) => group.toSorted((a, b) => byAge(a.parsed, b.parsed)).slice(0, -keep))
    .toSorted((a, b) => byAge(a.parsed, b.parsed))
    .map(({ name }) => name);
}

/** The runs that the reports of the newest night are of. */
async function runsOfNight(): Promise<string[]> {
  const folders = existsSync(NIGHTLY)
    ? [
        NIGHTLY,
        ...readdirSync(NIGHTLY, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => join(NIGHTLY, name)),
      ]
    : [];
  const files = folders.map((folder) => join(folder, 'run.json')).filter((file) => existsSync(file));
  const names = files.map(async (file) => (await streamRun(file)).head.recordings.name);
  return Promise.all(names);
}

/**
 * Texts that name the runs that are referred to. A text may say more than a name: whatever it contains is kept.
 *
 * @throws Fault if one of the files cannot be read: then nobody knows which runs are referred to
 */
async function referringTexts({ acknowledged, history, baseline }: RetentionOptions): Promise<string[]> {
  return [
    ...readAcknowledgements(acknowledged).flatMap(({ change, reason, link }) => [change, reason, link ?? '']),
    ...new Set([HISTORY_FILE, history ?? HISTORY_FILE].flatMap((path) => lastChanges(readHistory(path)))),
    ...(await runsOfNight()),
    baseline ?? '',
  ];
}

/** What was removed, in one line. Names of runs can have that of a site. */
function removedLine(names: readonly string[], { keep = 0, anonymise = false }: RetentionOptions): string {
  const rest = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return `Removed ${count(names.length, 'run')} from ${REPORTS}/, older than the newest ${keep} (--keep)${anonymise ? '' : `: ${named}`}.\n`;
}

async function removeSurplus(
  options: RetentionOptions,
  current: readonly string[],
  now: number,
): Promise<string[]> {
  const { keep = 0 } = options;
  removeLeftovers(REPORTS, (name) => parseRunName(name) !== undefined, liveRunCalled(''), now);
  const surplus = surplusRuns(finishedRuns(now), keep);
  if (surplus.length === 0) return [];
  const texts = [...(await referringTexts(options)), ...current];
  return surplus
    .filter((name) => !texts.some((text) => text.includes(name)))
    .filter((name) => removeFolder(join(REPORTS, name), liveRunCalled(name), now));
}

/**
 * Removes live runs from `reports/` beyond the newest of each site, and says so on stderr. Runs that something refers to are kept:
 * the baseline, acknowledgements, the last changes in the history, the newest night. So is whatever is not provably a run of this
 * tool. A failure is told, and changes nothing about the result of the command.
 *
 * @param current names of the runs that were just made
 */
export async function retain(
  options: RetentionOptions,
  current: readonly string[],
  { clock, stderr }: Pick<Session, 'clock' | 'stderr'>,
): Promise<void> {
  if (!options.keep || !existsSync(REPORTS)) return;
  try {
    const removed = await removeSurplus(options, current, clock.now());
    if (removed.length > 0) stderr.write(removedLine(removed, options));
  } catch (error) {
    const fault = isDiskError(error) ? cannotRead(REPORTS, error) : error;
    if (!(fault instanceof Fault)) throw error;
    stderr.write(`Older runs are not removed: ${fault.message}\n`);
  }
}
