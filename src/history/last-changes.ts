import type { Entry } from './entry.ts';
import { nightsOf } from './nights.ts';

/** Whether a run answers a probe other than it was answered before, and takes note of its answers. */
function differs({ answers }: Entry, before: Map<string, string>): boolean {
  let found = false;
  for (const [credential, operations] of Object.entries(answers)) {
    for (const [operation, answer] of Object.entries(operations)) {
      const key = `${credential} ${operation}`;
      const old = before.get(key);
      found ||= old !== undefined && old !== answer;
      before.set(key, answer);
    }
  }
  return found;
}

/**
 * Returns the names of the runs that a history refers to, of each site: the newest that failed by a change, the newest in which a
 * probe was answered other than before, and the newest that came to a conclusion.
 *
 * @param entries the oldest first
 */
export function lastChanges(entries: readonly Entry[]): string[] {
  return nightsOf(entries).flatMap(({ entries: own, lastConcluded }) => {
    const before = new Map<string, string>();
    const turns = own.filter((entry) => differs(entry, before));
    const failed = own.findLast(({ outcome }) => outcome === 'changed');
    return [failed, turns.at(-1), lastConcluded].flatMap((entry) => (entry ? [entry.name] : []));
  });
}
