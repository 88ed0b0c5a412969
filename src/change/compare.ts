import { probeKey } from '../contract/probe.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Comparer, type Comparison } from './comparison.ts';

/** Compares two snapshots, whose probes may be in any order. */
export function compare(base: Snapshot, head: Snapshot): Comparison {
  const comparer = new Comparer(base, head);
  const before = new Map(base.answers.map((answer) => [probeKey(answer), answer]));
  const after = new Map(head.answers.map((answer) => [probeKey(answer), answer]));
  for (const [key, old] of before) {
    const now = after.get(key);
    if (now) comparer.both(old, now);
    else comparer.removed(old);
  }
  for (const [key, now] of after) if (!before.has(key)) comparer.added(now);
  return comparer.found();
}
