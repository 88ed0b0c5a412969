import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { appendToJournal, readJournal } from '../storage/journal.ts';
import { withLock } from '../storage/lock.ts';
import { REPORTS } from '../run/snapshot.ts';
import { entrySchema, type Entry } from './entry.ts';

/** The default file of the history. */
export const HISTORY_FILE = join(REPORTS, 'history.jsonl');

/**
 * Reads the entries of a history, oldest first; none if the file does not exist yet. A last line that a crash truncated is
 * left out.
 *
 * @throws Fault `unreadable-file`, or `bad-fixture` for an invalid line
 */
export function readHistory(path = HISTORY_FILE): Entry[] {
  if (!existsSync(path)) return [];
  // Lines of several runners may have been merged in any order.
  return readJournal(path, entrySchema).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** The lock of whoever appends: a night and a check may end at the same time, and one must not take the other's line for a torn one. */
const LOCK = join(REPORTS, 'history.lock');

/**
 * Appends an entry to a history. It is on disk when this returns. A line that a crash truncated is removed.
 *
 * @throws Fault `unreadable-file` if the file cannot be written
 */
export function appendToHistory(entry: Entry, path = HISTORY_FILE): void {
  withLock(LOCK, Date.parse(entry.at), () => appendToJournal(path, [entry]));
}
