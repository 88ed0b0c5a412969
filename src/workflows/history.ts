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
}

/**
 * Prints since when Jira behaves as it does, and how the runs went.
 *
 * @throws Fault if the history cannot be read, or has no run of the named site
 */
export function printHistory(options: HistoryOptions, session: Session): void {
  const { history, site, format } = options;
  const entries = readHistory(history).filter((entry) => site === undefined || entry.site === site);
  if (site !== undefined && entries.length === 0) {
    throw new Fault('usage', `${history} has no run of a site named "${site}". Check --site and --history.`);
  }
  const layout = layoutFor(options, session);
  deliver(render('history', format, historyDocument(entries, session.recordings), layout), options, session);
}
