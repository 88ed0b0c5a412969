import { Fault } from '../fault.ts';
import { readHistory } from '../history/history.ts';
import { historyDocument } from '../report/documents/history/history-document.ts';
import { render, type FormatName } from '../report/formats.ts';
import { deliver, layoutFor } from './output.ts';
import type { Session } from './session.ts';

/** Which history is printed, and how. */
export interface HistoryOptions {
  readonly history: string;
  readonly site?: string;
  readonly all: boolean;
  readonly format: FormatName;
  readonly out?: string;
}

/**
 * Prints since when Jira behaves as it does, and how the runs went.
 *
 * @throws Fault where the history cannot be read, or holds no run of the site that is named
 */
export function printHistory(options: HistoryOptions, session: Session): void {
  const { history, site, format } = options;
  const entries = readHistory(history).filter((one) => site === undefined || one.site === site);
  if (site !== undefined && entries.length === 0) {
    throw new Fault('usage', `${history} holds no run of a site called "${site}".`);
  }
  const layout = layoutFor(options, session);
  deliver(render('history', format, historyDocument(entries), layout), options, session);
}
