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
import { nightsWith } from '../history/nights.ts';
import { render } from '../report/formats.ts';
import type { CheckDocument } from '../report/documents/check/check-document.ts';
import { historyDocument, type HistoryDocument } from '../report/documents/history/history-document.ts';
import { REPORTS } from '../run/snapshot.ts';
import { runText } from '../run/run.ts';
import type { Night, NightDocument } from '../report/documents/night/night-document.ts';
import { headlineOfNight } from '../report/headline/night-headline.ts';
import { sanitiseLine } from '../report/plain.ts';
import { FILE_LAYOUT, CHAT_LAYOUT, ISSUE_LAYOUT } from '../report/layout.ts';
import { linksFrom, runPaths, type RunPaths } from './run-links.ts';

/** The folder of the newest night's reports, whose names never change. */
export const NIGHTLY = join(REPORTS, 'nightly');

/** The reports of one site. If there are several sites, each has a folder with them. */
const SITE_FILES = ['report.html', 'report.sarif', 'report.junit.xml', 'run.json'];

const OWN_FILES = new Set([
  'title.txt',
  'summary.txt',
  'report.md',
  'history.html',
  'history.atom',
  'badge.json',
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

/** What the pages show of the past. */
interface Past {
  readonly entries: readonly Entry[];
  readonly library: RecordingLibrary;
  /** The runs that the pages can link to. */
  readonly paths: RunPaths;
}

/** Adds links to the history of a run. */
const withLinks = (document: CheckDocument, links: HistoryDocument['links']): CheckDocument =>
  document.history ? { ...document, history: { ...document.history, links } } : document;

/** Returns the reports of one site, by file name. */
function siteFiles(
  { site, reason, exitCode, document, entry }: Night,
  links: HistoryDocument['links'],
  { entries, library }: Past,
): Record<string, string> {
  if (!document) {
    const own = historyDocument(nightsWith(entry, entries)?.entries ?? [], library);
    const silence = { site, reason: reason ?? 'no reason was given', exitCode, history: { ...own, links } };
    return {
      'report.html': render('not-concluded', 'html', silence, FILE_LAYOUT),
      'report.sarif': render('not-concluded', 'sarif', silence, FILE_LAYOUT),
      'report.junit.xml': render('not-concluded', 'junit', silence, FILE_LAYOUT),
    };
  }
  // Reports for machines say no commands, but are read beside those of other sites, which anonymised have the same address.
  const named = { ...document, askedWith: { ...document.askedWith, site } };
  return {
    'report.html': render('check', 'html', withLinks(document, links), FILE_LAYOUT),
    'report.sarif': render('check', 'sarif', named, FILE_LAYOUT),
    'report.junit.xml': render('check', 'junit', named, FILE_LAYOUT),
    'run.json': runText(document.run),
  };
}

/** Returns the reports of several sites, by path: an index page, and a folder per site. */
function sitesFiles(nights: NightDocument, past: Past): Record<string, string> {
  const files = nights.flatMap(({ night }) => {
    const links = linksFrom(join(NIGHTLY, night.site), past.paths);
    return Object.entries(siteFiles(night, links, past)).map(([name, text]) => [
      `${night.site}/${name}`,
      text,
    ]);
  });
  return { 'report.html': render('night-index', 'html', nights, FILE_LAYOUT), ...Object.fromEntries(files) };
}

/** Returns the pages of the sites by the names of their runs. */
function reportsOf(nights: NightDocument): RunPaths {
  return new Map(
    nights.map(({ night: { site, entry } }) => [
      entry.name,
      join(NIGHTLY, nights.length === 1 ? '' : site, 'report.html'),
    ]),
  );
}

/**
 * Writes the reports of a night, which replace those of the night before. If there are several sites, each has a folder.
 *
 * @param removed runs that are about to be removed, so that no page may link to them
 * @throws Fault `unreadable-file` if they cannot be written
 */
export function writeNightly(
  nights: NightDocument,
  { entries, library, removed }: Omit<Past, 'paths'> & { readonly removed: readonly string[] },
): void {
  const [only] = nights;
  const past = { entries, library, paths: runPaths(reportsOf(nights), removed) };
  const links = linksFrom(NIGHTLY, past.paths);
  const history = historyDocument(entries, library);
  const files: Record<string, string> = {
    'summary.txt': render('night-summary', 'text', nights, CHAT_LAYOUT),
    'title.txt': `${sanitiseLine(headlineOfNight(nights).title)}\n`,
    'report.md': render('night', 'markdown', nights, ISSUE_LAYOUT),
    ...(nights.length === 1 && only ? siteFiles(only.night, links, past) : sitesFiles(nights, past)),
    'history.html': render('history', 'html', { ...history, links }, FILE_LAYOUT),
    'history.atom': render('history', 'atom', history, FILE_LAYOUT),
    'badge.json': render('history', 'badge', history, FILE_LAYOUT),
    'metrics.prom': render('history', 'openmetrics', history, FILE_LAYOUT),
  };
  writeFolder(NIGHTLY, Object.entries(files), KIND);
}
