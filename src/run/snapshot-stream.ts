import { byTableOrder } from '../contract/probe.ts';
import type { RowResult } from './row-result.ts';
import {
  headOf,
  resolveOperand,
  answerOfRow,
  snapshotOfRecordings,
  type SnapshotAnswer,
  type Snapshot,
} from './snapshot.ts';
import { streamRun } from './stream-run.ts';

/** One side of a comparison whose probes come in turn, in the order of the tables. */
export interface SnapshotStream extends Omit<Snapshot, 'answers'> {
  /** Where it is read from, for messages. */
  readonly place: string;
  readonly answers: AsyncIterable<SnapshotAnswer>;
}

async function* inOrder(answers: readonly SnapshotAnswer[]): AsyncGenerator<SnapshotAnswer> {
  yield* answers.toSorted(byTableOrder);
}

async function* answered(rows: AsyncIterable<RowResult>): AsyncGenerator<SnapshotAnswer> {
  for await (const row of rows) {
    const answer = answerOfRow(row);
    if (answer) yield answer;
  }
}

/**
 * The side that an operand names, as for `readSide`; a run is read as its probes are asked for.
 *
 * @throws Fault as `readSide` does; for what is wrong with a row while the probes are read
 */
export async function openSnapshot(operand: string): Promise<SnapshotStream> {
  const found = resolveOperand(operand);
  if ('file' in found) {
    const { head, rows } = await streamRun(found.file);
    return { ...headOf(head.recordings), place: found.file, answers: answered(rows) };
  }
  const { answers, ...rest } = snapshotOfRecordings(found.recordings);
  return { ...rest, place: operand, answers: inOrder(answers) };
}
