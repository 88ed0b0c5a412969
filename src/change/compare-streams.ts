import { Fault } from '../fault.ts';
import { compareProbes, probeKey } from '../contract/probe.ts';
import type { SnapshotStream } from '../run/snapshot-stream.ts';
import type { SnapshotAnswer } from '../run/snapshot.ts';
import { Comparer, type Comparison } from './comparison.ts';

const misplaced = (place: string, last: SnapshotAnswer, next: SnapshotAnswer): Fault =>
  new Fault(
    'bad-fixture',
    compareProbes(last, next) === 0
      ? `${place} has the probe "${probeKey(next)}" twice. Remove one of the two rows.`
      : `The rows of ${place} are not in the order of the tables: "${probeKey(next)}" comes after "${probeKey(last)}". Sort the rows, or repeat the run.`,
  );

/** Yields the probes of a snapshot, and checks that they are in order and that none occurs twice. */
async function* ordered({ answers, place }: SnapshotStream): AsyncGenerator<SnapshotAnswer, undefined> {
  let last: SnapshotAnswer | undefined;
  for await (const next of answers) {
    if (last && compareProbes(last, next) >= 0) throw misplaced(place, last, next);
    yield next;
    last = next;
  }
  return undefined;
}

/** Compares two probes by the order of the tables; the end of a snapshot sorts last. */
const order = (old: SnapshotAnswer | undefined, now: SnapshotAnswer | undefined): number =>
  old && now ? compareProbes(old, now) : old ? -1 : 1;

/**
 * Compares two snapshots that are in the order of the tables. Holds one probe of each in memory, and the changes.
 *
 * @throws Fault `bad-fixture` if a snapshot is not in order or has a probe twice; and as the readers of the snapshots do
 */
export async function compareStreams(base: SnapshotStream, head: SnapshotStream): Promise<Comparison> {
  const comparer = new Comparer(base, head);
  const [before, after] = [ordered(base), ordered(head)];
  try {
    let [old, now] = [(await before.next()).value, (await after.next()).value];
    while (old ?? now) {
      const first = order(old, now);
      if (old && now && first === 0) comparer.both(old, now);
      else if (old && first < 0) comparer.removed(old);
      else if (now) comparer.added(now);
      if (first <= 0) old = (await before.next()).value;
      if (first >= 0) now = (await after.next()).value;
    }
  } finally {
    // Closes both files, even if only one of them is faulty.
    await Promise.all([before.return(undefined), after.return(undefined)]);
  }
  return comparer.found();
}
