import { byTableOrder } from '../contract/probe.ts';
import type { RowResult } from './row-result.ts';
import { about, named, seenIn, sideOfRecordings, type Seen, type Side } from './snapshot.ts';
import { streamRun } from './stream-run.ts';

/** One side of a comparison whose probes come in turn, in the order of the tables. */
export interface SideStream extends Omit<Side, 'seen'> {
  /** Where it is read from, for messages. */
  readonly place: string;
  readonly seen: AsyncIterable<Seen>;
}

async function* inOrder(seen: readonly Seen[]): AsyncGenerator<Seen> {
  yield* seen.toSorted(byTableOrder);
}

async function* answered(rows: AsyncIterable<RowResult>): AsyncGenerator<Seen> {
  for await (const row of rows) {
    const seen = seenIn(row);
    if (seen) yield seen;
  }
}

/**
 * The side that an operand names, as for `readSide`; a run is read as its probes are asked for.
 *
 * @throws Fault as `readSide` does; for what is wrong with a row while the probes are read
 */
export async function openSide(operand: string): Promise<SideStream> {
  const found = named(operand);
  if ('file' in found) {
    const { head, rows } = await streamRun(found.file);
    return { ...about(head.recordings), place: found.file, seen: answered(rows) };
  }
  const { seen, ...rest } = sideOfRecordings(found.recordings);
  return { ...rest, place: operand, seen: inOrder(seen) };
}
