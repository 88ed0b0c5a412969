import { probeKey } from '../contract/probe.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Comparer, type Comparison } from './comparison.ts';

/** What differs between two sides, whatever the order of their probes. */
export function compare(base: Snapshot, head: Snapshot): Comparison {
  const comparer = new Comparer(base, head);
  const before = new Map(base.answers.map((seen) => [probeKey(seen), seen]));
  const after = new Map(head.answers.map((seen) => [probeKey(seen), seen]));
  for (const [key, old] of before) {
    const now = after.get(key);
    if (now) comparer.both(old, now);
    else comparer.removed(old);
  }
  for (const [key, now] of after) if (!before.has(key)) comparer.added(now);
  return comparer.found();
}
