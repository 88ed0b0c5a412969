import type { Entry } from './entry.ts';
import { nightsOf } from './nights.ts';

/** Adds the answers of a run to those before it, and returns whether one of them changed. */
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
 * Returns the names of the runs to keep for each site of a history: the newest that failed because of a change, the newest in which
 * the answer to a probe changed, and the newest conclusive one.
 *
 * @param entries oldest first
 */
export function lastChanges(entries: readonly Entry[]): string[] {
  return nightsOf(entries).flatMap(({ entries: own, lastConcluded }) => {
    const before = new Map<string, string>();
    const turns = own.filter((entry) => differs(entry, before));
    const failed = own.findLast(({ outcome }) => outcome === 'changed');
    return [failed, turns.at(-1), lastConcluded].flatMap((entry) => (entry ? [entry.name] : []));
  });
}
