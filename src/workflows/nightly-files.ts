import type { RecordingLibrary } from '../evidence/recording-library.ts';
import { join } from 'node:path';
import {
  checkFolder,
  containsOnly,
  unknownEntryIn,
  writeFolder,
  type FolderKind,
} from '../storage/write-folder.ts';
import type { Entry } from '../history/entry.ts';
import { render } from '../report/formats.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { REPORTS } from '../run/snapshot.ts';
import { runText } from '../run/run.ts';
import type { Night, NightDocument } from '../report/documents/night/night-document.ts';
import { headlineOfNight } from '../report/headline/night-headline.ts';
import { sanitiseLine } from '../report/plain.ts';
import { FILE_LAYOUT, CHAT_LAYOUT, ISSUE_LAYOUT } from '../report/layout.ts';

/** The folder of the newest night's reports, whose names never change. */
export const NIGHTLY = join(REPORTS, 'nightly');

/** The reports of one site. If there are several sites, each has a folder with them. */
const SITE_FILES = ['report.html', 'report.sarif', 'report.junit.xml', 'run.json'];

const OWN_FILES = new Set([
  'title.txt',
  'summary.txt',
  'report.md',
  'history.html',
  'metrics.prom',
  ...SITE_FILES,
]);

const isKnown = (path: string, isFolder: boolean): boolean => {
  const [first = '', second, ...deeper] = path.split('/');
  if (second === undefined) return isFolder ? /^[a-z0-9-]+$/.test(first) : OWN_FILES.has(first);
  return deeper.length === 0 && !isFolder && SITE_FILES.includes(second);
};

const KIND: FolderKind = {
  noun: 'folder of nightly reports',
  mismatchReason: (folder) => {
    const stranger = unknownEntryIn(folder, isKnown);
    return stranger === undefined ? undefined : `it contains ${stranger}`;
  },
  isLeftover: (folder) => containsOnly(folder, isKnown),
  access: 'private',
};

/**
 * Checks that the reports of a night can be written. Changes nothing.
 *
 * @throws Fault `unreadable-file`, or `usage` if the folder contains other files
 */
export function checkNightly(): void {
  checkFolder(NIGHTLY, KIND);
}

/** Returns the reports of one site, by file name. */
function siteFiles(
  { site, reason, document }: Night,
  entries: readonly Entry[],
  library: RecordingLibrary,
): Record<string, string> {
  if (!document) {
    const history = historyDocument(
      entries.filter((entry) => entry.site === site),
      library,
    );
    const silence = { site, reason: reason ?? 'no reason was given', history };
    return {
      'report.html': render('not-concluded', 'html', silence, FILE_LAYOUT),
      'report.sarif': render('not-concluded', 'sarif', silence, FILE_LAYOUT),
      'report.junit.xml': render('not-concluded', 'junit', silence, FILE_LAYOUT),
    };
  }
  return {
    'report.html': render('check', 'html', document, FILE_LAYOUT),
    'report.sarif': render('check', 'sarif', document, FILE_LAYOUT),
    'report.junit.xml': render('check', 'junit', document, FILE_LAYOUT),
    'run.json': runText(document.run),
  };
}

/** Returns the reports of several sites, by path: an index page, and a folder per site. */
function sitesFiles(
  nights: NightDocument,
  entries: readonly Entry[],
  library: RecordingLibrary,
): Record<string, string> {
  const files = nights.flatMap(({ night }) =>
    Object.entries(siteFiles(night, entries, library)).map(([name, text]) => [`${night.site}/${name}`, text]),
  );
  return { 'report.html': render('night-index', 'html', nights, FILE_LAYOUT), ...Object.fromEntries(files) };
}

/**
 * Writes the reports of a night, which replace those of the night before. If there are several sites, each has a folder.
 *
 * @throws Fault `unreadable-file` if they cannot be written
 */
export function writeNightly(
  nights: NightDocument,
  entries: readonly Entry[],
  library: RecordingLibrary,
): void {
  const [only] = nights;
  const history = historyDocument(entries, library);
  const files: Record<string, string> = {
    'summary.txt': render('night-summary', 'text', nights, CHAT_LAYOUT),
    'title.txt': `${sanitiseLine(headlineOfNight(nights).title)}\n`,
    'report.md': render('night', 'markdown', nights, ISSUE_LAYOUT),
    ...(nights.length === 1 && only
      ? siteFiles(only.night, entries, library)
      : sitesFiles(nights, entries, library)),
    'history.html': render('history', 'html', history, FILE_LAYOUT),
    'metrics.prom': render('history', 'openmetrics', history, FILE_LAYOUT),
  };
  writeFolder(NIGHTLY, Object.entries(files), KIND);
}
