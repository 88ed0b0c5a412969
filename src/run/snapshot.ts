import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Answer } from '../classify/answer.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Basis } from '../contract/basis.ts';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import type { Origin, RecordedResponse } from '../evidence/exchange.ts';
import { folderNameSchema } from '../evidence/recording-schema.ts';
import type { RecordingLibrary } from '../evidence/recording-library.ts';
import { hasRecordings, isRecordingSet, readRecordings, type RecordingSet } from '../evidence/recordings.ts';
import { isTemporaryFolder } from '../storage/temporary-name.ts';
import type { RowResult } from './row-result.ts';
import { readRun, type Run } from './run.ts';
import { sourcesOf } from './row-sources.ts';

/** The answer to one probe in a snapshot. */
export interface SnapshotAnswer extends Probe {
  readonly answer: Answer;
  readonly sources: readonly Basis[];
}

/** One side of a comparison: the answers of a run or of a set of recordings. */
export interface Snapshot {
  readonly name: string;
  readonly origin: Origin;
  readonly dates: { readonly from: string; readonly to: string };
  /** The filter, if only a part was asked. */
  readonly only?: readonly string[] | undefined;
  readonly answers: readonly SnapshotAnswer[];
}

/** A snapshot to compare a run with. Its stored responses are shown beside those of the run. */
export interface Baseline extends Snapshot {
  /** By the key of the probe. */
  readonly responses: ReadonlyMap<string, RecordedResponse>;
}

/** Returns a snapshot without its answers. */
export const headOf = ({ name, origin, dates, only }: RecordingSet['info']): Omit<Snapshot, 'answers'> => ({
  name,
  origin,
  dates,
  ...(only && { only }),
});

/** Returns the snapshot of a set of recordings, with every exchange classified. */
export function snapshotOfRecordings({
  info,
  exchanges,
}: Pick<RecordingSet, 'info' | 'exchanges'>): Snapshot {
  const traits = siteTraitsOf(exchanges);
  const answers = exchanges.map((exchange) => ({
    credential: exchange.credential,
    operation: exchange.operation,
    answer: classify(exchange, traits),
    sources: sourcesOf(exchange),
  }));
  return { ...headOf(info), answers };
}

/** Returns the snapshot of a run: the answers of its contract rows. */
export function snapshotOfRun({ recordings, rows }: Run): Snapshot {
  return { ...headOf(recordings), answers: rows.flatMap((row) => answerOfRow(row) ?? []) };
}

/** Returns the answer of a contract row; undefined for `wanted` rows and rows without an answer. */
export function answerOfRow({
  kind,
  credential,
  operation,
  answer,
  sources,
}: RowResult): SnapshotAnswer | undefined {
  return kind === 'contract' && answer ? { credential, operation, answer, sources } : undefined;
}

/** The folder of the runs, below the current folder. */
export const REPORTS = 'reports';

/** Names in `reports/` that are not runs. */
const RESERVED: readonly string[] = ['nightly', 'revocations', 'demo', 'history.jsonl', 'nightly.lock'];

/** Whether a name can be used for a run, which becomes a folder in `reports/`. */
export const isRunName = (name: string): boolean =>
  folderNameSchema.safeParse(name).success && !RESERVED.includes(name) && !isTemporaryFolder(name);

/** @throws Fault `usage` if the name cannot be used for a run */
function checkRunName(name: string): void {
  if (isRunName(name)) return;
  throw new Fault(
    'usage',
    `${briefly(name)} cannot be the name of a run in ${REPORTS}/: use at most 100 lower-case letters, digits, dots and hyphens, and none of the reserved names ${RESERVED.join(', ')}.`,
  );
}

/**
 * Returns the path of the file of a run.
 *
 * @throws Fault `usage` if the name cannot be used for a run
 */
export function runPath(name: string): string {
  checkRunName(name);
  return join(REPORTS, name, 'run.json');
}

/**
 * Returns the run file that an operand names: the file itself, its folder, or the run's name in `reports/`.
 *
 * @throws Fault `unknown-recordings` if there is no such run
 */
export function runFile(operand: string): string {
  const path = findRunFile(operand);
  if (path !== undefined) return path;
  throw new Fault(
    'unknown-recordings',
    `There is no run called ${briefly(operand)}. Runs are in ${REPORTS}/; create one with npm run check.`,
  );
}

/** Returns the run file that an operand names, or undefined if there is none. */
export const findRunFile = (operand: string): string | undefined =>
  (operand === ''
    ? []
    : [operand, join(operand, 'run.json'), ...(isRunName(operand) ? [runPath(operand)] : [])]
  ).find((candidate) => candidate.endsWith('.json') && existsSync(candidate));

/**
 * Returns the path of the exchanges of a live run, which are a set of recordings.
 *
 * @throws Fault `usage` if the name cannot be used for a run
 */
export function exchangesPath(name: string): string {
  checkRunName(name);
  return join(REPORTS, name, 'exchanges');
}

/** What an operand names: a set of recordings, which is small, or the file of a run, which may be large. */
export type Operand = { readonly recordings: RecordingSet } | { readonly file: string };

/**
 * Finds the set of recordings or the run file that an operand names.
 *
 * @throws Fault `unknown-recordings` if there is neither; as the readers of sets do
 */
export function resolveOperand(operand: string, library: RecordingLibrary): Operand {
  if (isRecordingSet(operand)) return { recordings: library.read(operand) };
  const path = operand === '' || operand.includes('\0') ? undefined : resolve(operand);
  if (path !== undefined && hasRecordings(basename(path), dirname(path))) {
    return { recordings: readRecordings(basename(path), dirname(path)) };
  }
  const file = findRunFile(operand);
  if (file !== undefined) return { file };
  throw new Fault(
    'unknown-recordings',
    `There is neither a set of recordings nor a run called ${briefly(operand)}. The sets are ${library.names().join(', ')}; name a run by its file or its folder in ${REPORTS}/.`,
  );
}

/**
 * Reads the snapshot that an operand names: a set of recordings or its path, or a run in `reports/` or the path of its file.
 *
 * @throws Fault `unknown-recordings` if there is none; as the readers of sets and runs do
 */
export function readSnapshot(operand: string, library: RecordingLibrary): Snapshot {
  const found = resolveOperand(operand, library);
  return 'file' in found ? snapshotOfRun(readRun(found.file)) : snapshotOfRecordings(found.recordings);
}

/**
 * Reads a snapshot as `readSnapshot` does, with the stored responses.
 *
 * @throws Fault as `readSnapshot` does
 */
export function readBaseline(operand: string, library: RecordingLibrary): Baseline {
  const found = resolveOperand(operand, library);
  if ('file' in found) {
    const run = readRun(found.file);
    const rows = run.rows.filter(({ kind }) => kind === 'contract');
    return { ...snapshotOfRun(run), responses: responsesOf(rows) };
  }
  const { recordings } = found;
  return { ...snapshotOfRecordings(recordings), responses: responsesOf(recordings.exchanges) };
}

const responsesOf = (
  answered: readonly (Probe & { readonly response?: RecordedResponse | undefined })[],
): Baseline['responses'] =>
  new Map(answered.flatMap(({ response, ...probe }) => (response ? [[probeKey(probe), response]] : [])));
