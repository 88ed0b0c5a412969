import type { RecordingLibrary } from '../evidence/recording-library.ts';
import { compareProbes } from '../contract/probe.ts';
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

/** A snapshot whose answers are read one by one, in table order. */
export interface SnapshotStream extends Omit<Snapshot, 'answers'> {
  /** The source, for messages. */
  readonly place: string;
  readonly answers: AsyncIterable<SnapshotAnswer>;
}

async function* inOrder(answers: readonly SnapshotAnswer[]): AsyncGenerator<SnapshotAnswer> {
  yield* answers.toSorted(compareProbes);
}

async function* answered(rows: AsyncIterable<RowResult>): AsyncGenerator<SnapshotAnswer> {
  for await (const row of rows) {
    const answer = answerOfRow(row);
    if (answer) yield answer;
  }
}

/**
 * Opens the snapshot that an operand names, as `readSnapshot` does. The rows of a run are read on demand.
 *
 * @throws Fault as `readSnapshot` does; for an invalid row only when that row is read
 */
export async function openSnapshot(operand: string, library: RecordingLibrary): Promise<SnapshotStream> {
  const found = resolveOperand(operand, library);
  if ('file' in found) {
    const { head, rows } = await streamRun(found.file);
    return { ...headOf(head.recordings), place: found.file, answers: answered(rows) };
  }
  const { answers, ...rest } = snapshotOfRecordings(found.recordings);
  return { ...rest, place: operand, answers: inOrder(answers) };
}
