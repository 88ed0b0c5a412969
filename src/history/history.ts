import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appendToJournal, readJournal } from '../storage/journal.ts';
import { REPORTS } from '../run/snapshot.ts';
import { entrySchema, type Entry } from './entry.ts';

/** Where the history is kept unless somebody says otherwise. */
export const HISTORY = join(REPORTS, 'history.jsonl');

/**
 * The entries of a history, the oldest first; none where there is no file yet. A last line that was cut off by a crash is
 * left out.
 *
 * @throws Fault `unreadable-file`, or `bad-fixture` for a line that does not fit
 */
export function readHistory(path = HISTORY): Entry[] {
  if (!existsSync(path)) return [];
  // Lines of several runners may have come together in any order.
  return readJournal(path, entrySchema).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * Adds an entry to a history. It is on the disk when this returns; what a crash left of another one is taken away.
 *
 * @throws Fault `unreadable-file` where the place cannot be written
 */
export function addToHistory(entry: Entry, path = HISTORY): void {
  appendToJournal(path, [entry]);
}
