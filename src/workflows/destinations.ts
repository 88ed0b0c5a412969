import { readAcknowledged } from '../change/acknowledgements.ts';
import { checkFileWritable } from '../storage/writable.ts';
import { HISTORY, readHistory } from '../history/history.ts';
import { summaryFile } from './output.ts';
import type { Streams } from './session.ts';

/** What a command reads and writes once the site has answered. */
export interface Destinations {
  readonly out?: string;
  readonly format?: string;
  readonly acknowledged?: string;
  readonly history?: string;
}

/**
 * Looks, before a site is asked, at what is needed afterwards: no request shall be spent on an answer that cannot be
 * reported. Changes nothing.
 *
 * @throws Fault where something cannot be written, or cannot be read
 */
export function checkDestinations(destinations: Destinations, streams: Pick<Streams, 'env'>): void {
  const { out, acknowledged, history = HISTORY } = destinations;
  for (const file of [out, summaryFile(destinations, streams)]) {
    if (file !== undefined) checkFileWritable(file);
  }
  if (acknowledged !== undefined) readAcknowledged(acknowledged);
  readHistory(history);
}
