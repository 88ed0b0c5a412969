import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ACKNOWLEDGEMENTS_FILE } from '../change/acknowledgements.ts';
import { Fault } from '../fault.ts';
import { HISTORY_FILE } from '../history/history.ts';
import { FILE_LAYOUT } from '../report/layout.ts';
import { readRun } from '../run/run.ts';
import { parseRunName } from '../run/run-name.ts';
import { isRunName, REPORTS } from '../run/snapshot.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { acceptedBaseline } from './baselines.ts';
import { NIGHTLY } from './nightly-files.ts';
import { hasScreen, openerOn, startOpener } from './opener.ts';
import { writeReports } from './output.ts';
import { documentOfRun } from './report.ts';
import type { Session } from './session.ts';
import { setBefore } from './subject.ts';

/** The options of `open`. */
export interface OpenOptions {
  /** Whether to print the address instead of starting a browser. */
  readonly print: boolean;
  /** The platform, as in `process.platform`. */
  readonly platform: string;
}

/** Returns when a file was last written, in milliseconds since 1970; undefined if there is no such file. */
function writtenAt(file: string): number | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.mtimeMs : undefined;
  } catch (error) {
    throw cannotRead(file, error);
  }
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder);
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

/** Returns the newest file among the report of the night and the files of the runs. */
function newestFile(): string | undefined {
  const files = [
    join(NIGHTLY, 'report.html'),
    ...namesIn(REPORTS)
      .filter(isRunName)
      .toSorted()
      .map((name) => join(REPORTS, name, 'run.json')),
  ];
  return files
    .map((file) => ({ file, at: writtenAt(file) ?? Number.NEGATIVE_INFINITY }))
    .filter(({ at }) => Number.isFinite(at))
    .toSorted((a, b) => b.at - a.at)[0]?.file;
}

/** Writes the report of a run, compared with the default baseline of `check`, and returns its path. */
function writeReport(file: string, session: Session): string {
  const { recordings } = readRun(file);
  const site = parseRunName(recordings.name)?.site;
  const baseline =
    recordings.origin === 'transcribed'
      ? setBefore(recordings, session.recordings)
      : acceptedBaseline(site, session.recordings);
  const document = documentOfRun(
    file,
    {
      acknowledged: ACKNOWLEDGEMENTS_FILE,
      failOn: 'minor',
      history: HISTORY_FILE,
      anonymise: false,
      ...(baseline !== undefined && { baseline }),
      ...(site !== undefined && { site }),
    },
    session,
  );
  const [path = file] = writeReports(dirname(file), ['html'], document, FILE_LAYOUT);
  return path;
}

/** Returns the page of the newest report. It is written if the run has none, or an outdated one. */
function newestPage(session: Session): string {
  const file = newestFile();
  if (file === undefined) {
    throw new Fault(
      'unknown-recordings',
      `There is no report in ${REPORTS}/ yet. Make one: npm run check, or npm run nightly.`,
    );
  }
  if (dirname(file) === NIGHTLY) return file;
  const page = join(dirname(file), 'report.html');
  const isCurrent = (writtenAt(page) ?? Number.NEGATIVE_INFINITY) >= (writtenAt(file) ?? 0);
  return isCurrent ? page : writeReport(file, session);
}

/**
 * Opens the newest report in the system's browser: that of the newest night, or of a newer run. Prints its address instead if that
 * is asked for, or if there is no screen or no program to open it.
 *
 * @throws Fault `unknown-recordings` if there is no report, `not-opened` if the program fails; as writing reports does
 */
export async function openReport({ print, platform }: OpenOptions, session: Session): Promise<void> {
  const page = newestPage(session);
  const url = pathToFileURL(resolve(page)).href;
  const printed = (): void => void session.stdout.write(`${url}\n`);
  if (print || !hasScreen(platform, session.env)) return printed();
  const [program, ...args] = openerOn(platform, url);
  const result = await startOpener([program, ...args], session.clock);
  if (result.outcome === 'missing') return printed();
  if (result.outcome === 'failed') {
    throw new Fault(
      'not-opened',
      `${program} could not open ${page}: ${result.reason}. Open it yourself; --print prints its address.`,
    );
  }
  session.stderr.write(`Opened ${page}.\n`);
}
