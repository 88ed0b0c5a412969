import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
import { linkedRuns } from './run-links.ts';
import type { Session, Streams } from './session.ts';

/** The number of runs to keep, and where runs are referred to. */
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

/** Age up to which a run without a result may still be under way, in milliseconds: twice the longest time limit of a run. */
const UNFINISHED = 2 * 86_400_000;

/** Maximum number of removed runs that the message names. */
const NAMED = 3;

/** Returns the live runs in `reports/` that are finished or abandoned. */
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
 * Returns the runs that exceed the number to keep, oldest first. Runs of each site are counted separately, and so are those of the
 * stand-in and those that asked only a part, so that they do not displace the others.
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

/** Returns the folders with reports of the newest night: its own, and one for each of several sites. */
function foldersOfNight(): string[] {
  return existsSync(NIGHTLY)
    ? [
        NIGHTLY,
        ...readdirSync(NIGHTLY, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => join(NIGHTLY, name)),
      ]
    : [];
}

/** Returns the folders of the newest night by the names of the runs that its reports are about. */
export async function runsOfNight(): Promise<Map<string, string>> {
  const folders = foldersOfNight().filter((folder) => existsSync(join(folder, 'run.json')));
  const named = folders.map(async (folder): Promise<[string, string]> => {
    const { head } = await streamRun(join(folder, 'run.json'));
    return [head.recordings.name, folder];
  });
  return new Map(await Promise.all(named));
}

/** Returns the runs that the pages of the newest night are about or link to. */
async function runsOnPages(): Promise<string[]> {
  const pages = foldersOfNight()
    .flatMap((folder) => ['report.html', 'history.html'].map((name) => join(folder, name)))
    .filter((file) => existsSync(file));
  return [
    ...(await runsOfNight()).keys(),
    ...pages.flatMap((file) => linkedRuns(readFileSync(file, 'utf8'))),
  ];
}

/**
 * Returns texts that refer to runs. A text may contain more than a name: every run that it contains is kept.
 *
 * @throws Fault if a file cannot be read: then it is unknown which runs are referred to
 */
function referringTexts(
  { acknowledged, history, baseline }: RetentionOptions,
  { acknowledgements }: Pick<Session, 'acknowledgements'>,
): string[] {
  return [
    ...acknowledgements(acknowledged).flatMap(({ change, reason, link }) => [change, reason, link ?? '']),
    ...new Set([HISTORY_FILE, history ?? HISTORY_FILE].flatMap((path) => lastChanges(readHistory(path)))),
    baseline ?? '',
  ];
}

/** Returns a line that says what was removed. Names of runs may contain the name of a site. */
function removedLine(names: readonly string[], { keep = 0, anonymise = false }: RetentionOptions): string {
  const rest = names.length - NAMED;
  const named = names.slice(0, NAMED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
  return `Removed ${count(names.length, 'run')} from ${REPORTS}/, older than the newest ${keep} (--keep)${anonymise ? '' : `: ${named}`}.\n`;
}

/**
 * Returns the runs that exceed the number to keep and that nothing refers to, apart from the reports of the newest night.
 *
 * @throws Fault as `referringTexts` does
 */
export function unreferredRuns(
  options: RetentionOptions,
  current: readonly string[],
  session: Pick<Session, 'clock' | 'acknowledgements'>,
): string[] {
  if (!options.keep || !existsSync(REPORTS)) return [];
  const surplus = surplusRuns(finishedRuns(session.clock.now()), options.keep);
  if (surplus.length === 0) return [];
  const texts = [...referringTexts(options, session), ...current];
  return surplus.filter((name) => !texts.some((text) => text.includes(name)));
}

async function removeSurplus(
  options: RetentionOptions,
  current: readonly string[],
  session: Pick<Session, 'clock' | 'acknowledgements'>,
): Promise<string[]> {
  const now = session.clock.now();
  removeLeftovers(REPORTS, (name) => parseRunName(name) !== undefined, liveRunCalled(''), now);
  const unreferred = unreferredRuns(options, current, session);
  if (unreferred.length === 0) return [];
  const shown = new Set(await runsOnPages());
  return unreferred
    .filter((name) => !shown.has(name))
    .filter((name) => removeFolder(join(REPORTS, name), liveRunCalled(name), now));
}

/**
 * Removes all but the newest live runs of each site from `reports/`, and says so on stderr. Runs that something refers to are kept:
 * the baseline, acknowledgements, the last changes in the history, the newest night. So is everything that is not provably a run of
 * this tool. A failure is reported, but does not change the result of the command.
 *
 * @param current names of the runs that this command made
 */
export async function retain(
  options: RetentionOptions,
  current: readonly string[],
  session: Pick<Session, 'clock' | 'stderr' | 'acknowledgements'> & Pick<Streams, 'progress'>,
): Promise<void> {
  if (!options.keep || !existsSync(REPORTS)) return;
  try {
    const removed = await removeSurplus(options, current, session);
    if (removed.length > 0) (session.progress ?? session.stderr).write(removedLine(removed, options));
  } catch (error) {
    const fault = isDiskError(error) ? cannotRead(REPORTS, error) : error;
    if (!(fault instanceof Fault)) throw error;
    session.stderr.write(`Older runs were not removed: ${fault.message}\n`);
  }
}
