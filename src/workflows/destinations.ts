import { checkFileWritable } from '../storage/writable.ts';
import { HISTORY_FILE, readHistory } from '../history/history.ts';
import { summaryFile } from './output.ts';
import type { Session } from './session.ts';

/** The files that a command reads and writes after the site has answered. */
export interface Destinations {
  readonly out?: string;
  readonly format?: string;
  readonly acknowledged?: string;
  readonly history?: string;
}

/**
 * Checks the files that are needed after a site was asked, so that no request is wasted on an answer that cannot be reported.
 * Changes nothing.
 *
 * @throws Fault if a file cannot be written or read
 */
export function checkDestinations(
  destinations: Destinations,
  session: Pick<Session, 'env' | 'acknowledgements'>,
): void {
  const { out, acknowledged, history = HISTORY_FILE } = destinations;
  for (const file of [out, summaryFile(destinations, session)]) {
    if (file !== undefined) checkFileWritable(file);
  }
  if (acknowledged !== undefined) session.acknowledgements(acknowledged);
  readHistory(history);
}
