import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Fault } from '../fault.ts';
import { readHistory } from '../history/history.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { deliver, layoutFor } from './output.ts';
import type { Session } from './session.ts';

/** The options of `history`. */
export interface HistoryOptions {
  readonly history: string;
  readonly site?: string;
  readonly all: boolean;
  readonly quiet?: boolean;
  readonly format: FormatName;
  readonly out?: string;
  /** The address of the folder in which a feed is published. */
  readonly url?: string;
}

const refuse = (why: string): Fault => new Fault('usage', `--url ${why}`);

/**
 * Returns the address with a slash at its end, so that names of files can follow.
 *
 * @throws Fault `usage` if it is none, or if it has more than a path
 */
function publishedAt({ url, format }: HistoryOptions): string | undefined {
  if (url === undefined) return undefined;
  if (format !== 'atom') throw refuse('would be ignored: only a feed (--format atom) has addresses.');
  const parsed = URL.parse(url);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw refuse('is not a web address. Write it as https://pages.example.com/nights.');
  }
  if (parsed.username || parsed.password || parsed.search || parsed.hash) {
    throw refuse('has a user, a query or a fragment. Name the folder of the pages only.');
  }
  return parsed.href.replace(/\/*$/, '/');
}

/** Returns links to the runs from the page; undefined if it is no page, or if it is printed, so that its place is unknown. */
async function linksOf({ format, out }: HistoryOptions): Promise<Record<string, string> | undefined> {
  if (format !== 'html' || out === undefined) return undefined;
  const { runsOfNight } = await import('./retention.ts');
  const reports = [...(await runsOfNight())].map(
    ([name, folder]) => [name, join(folder, 'report.html')] as const,
  );
  const { linksFrom, runPaths } = await import('./run-links.ts');
  return linksFrom(dirname(out), runPaths(new Map(reports.filter(([, path]) => existsSync(path)))));
}

/**
 * Prints since when Jira behaves as it does, and how the runs went.
 *
 * @throws Fault if the history cannot be read, or has no run of the named site
 */
export async function printHistory(options: HistoryOptions, session: Session): Promise<void> {
  const { history, site, format } = options;
  const entries = readHistory(history).filter((entry) => site === undefined || entry.site === site);
  if (site !== undefined && entries.length === 0) {
    throw new Fault('usage', `${history} has no run of a site named "${site}". Check --site and --history.`);
  }
  const url = publishedAt(options);
  const layout = layoutFor(options, session);
  const document = { ...historyDocument(entries, session.recordings), url };
  const links = await linksOf(options);
  deliver(render('history', format, { ...document, ...(links && { links }) }, layout), options, session);
}
