import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Answer } from '../classify/answer.ts';
import { siteTraitsOf } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Basis } from '../contract/basis.ts';
import { briefly } from '../contract/briefly.ts';
import { Fault } from '../fault.ts';
import type { Probe } from '../contract/probe.ts';
import type { Origin } from '../evidence/exchange.ts';
import { folderNameSchema } from '../evidence/recording-schema.ts';
import { openLibrary, type RecordingLibrary } from '../evidence/recording-library.ts';
import { hasRecordings, isRecordingSet, readRecordings, type RecordingSet } from '../evidence/recordings.ts';
import { isTemporaryFolder } from '../storage/temporary-name.ts';
import type { RowResult } from './row-result.ts';
import { readRun, type Run } from './run.ts';
import { sourcesOf } from './row-sources.ts';

/** What is known of one probe on one side of a comparison. */
export interface SnapshotAnswer extends Probe {
  readonly answer: Answer;
  readonly sources: readonly Basis[];
}

/** One side of a comparison: a run, or a set of recordings. */
export interface Snapshot {
  readonly name: string;
  readonly origin: Origin;
  readonly dates: { readonly from: string; readonly to: string };
  /** The filter, if only a part was asked. */
  readonly only?: readonly string[] | undefined;
  readonly answers: readonly SnapshotAnswer[];
}

/** What is said of a side without its probes. */
export const headOf = ({ name, origin, dates, only }: RecordingSet['info']): Omit<Snapshot, 'answers'> => ({
  name,
  origin,
  dates,
  ...(only && { only }),
});

/** A set of recordings as a side: every exchange, understood. */
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

/** A run as a side: the answers of its contract rows. */
export function snapshotOfRun({ recordings, rows }: Run): Snapshot {
  return { ...headOf(recordings), answers: rows.flatMap((row) => answerOfRow(row) ?? []) };
}

/** What a row says of its probe: nothing where it is no row of the contract, or was not answered. */
export function answerOfRow({
  kind,
  credential,
  operation,
  answer,
  sources,
}: RowResult): SnapshotAnswer | undefined {
  return kind === 'contract' && answer ? { credential, operation, answer, sources } : undefined;
}

/** The place below the current folder where runs are kept. */
export const REPORTS = 'reports';

/** What stands in `reports/` beside the runs. */
const RESERVED: readonly string[] = ['nightly', 'revocations', 'demo', 'history.jsonl', 'nightly.lock'];

/** Whether a run can be called so: its name becomes one of a folder in `reports/`. */
export const isRunName = (name: string): boolean =>
  folderNameSchema.safeParse(name).success && !RESERVED.includes(name) && !isTemporaryFolder(name);

/** @throws Fault `usage` where a run cannot be called so */
function checkRunName(name: string): void {
  if (isRunName(name)) return;
  throw new Fault(
    'usage',
    `${briefly(name)} cannot name a run in ${REPORTS}/: a name has lower-case letters, digits, dots and hyphens, a hundred at most, and is none of ${RESERVED.join(', ')}.`,
  );
}

/**
 * Where a run's file stands.
 *
 * @throws Fault `usage` where a run cannot be called so
 */
export function runPath(name: string): string {
  checkRunName(name);
  return join(REPORTS, name, 'run.json');
}

/**
 * The file of a run that an operand names: the file itself, its folder, or the run's name in `reports/`.
 *
 * @throws Fault `unknown-recordings` where there is none
 */
export function runFile(operand: string): string {
  const path = findRunFile(operand);
  if (path !== undefined) return path;
  throw new Fault(
    'unknown-recordings',
    `There is no run called ${briefly(operand)}. Runs are in ${REPORTS}/; npm run check makes one.`,
  );
}

/** The same, or undefined where there is none. */
export const findRunFile = (operand: string): string | undefined =>
  (operand === ''
    ? []
    : [operand, join(operand, 'run.json'), ...(isRunName(operand) ? [runPath(operand)] : [])]
  ).find((candidate) => candidate.endsWith('.json') && existsSync(candidate));

/**
 * Where the exchanges of a live run stand, as a set of recordings.
 *
 * @throws Fault `usage` where a run cannot be called so
 */
export function exchangesPath(name: string): string {
  checkRunName(name);
  return join(REPORTS, name, 'exchanges');
}

/** What an operand names: a set of recordings, which is small, or the file of a run, which need not be. */
export type Operand = { readonly recordings: RecordingSet } | { readonly file: string };

/**
 * What an operand names.
 *
 * @throws Fault `unknown-recordings` where there is no such thing; as the readers of sets do
 */
export function resolveOperand(operand: string, library: RecordingLibrary = openLibrary()): Operand {
  if (isRecordingSet(operand)) return { recordings: library.read(operand) };
  const path = operand === '' || operand.includes('\0') ? undefined : resolve(operand);
  if (path !== undefined && hasRecordings(basename(path), dirname(path))) {
    return { recordings: readRecordings(basename(path), dirname(path)) };
  }
  const file = findRunFile(operand);
  if (file !== undefined) return { file };
  throw new Fault(
    'unknown-recordings',
    `There is neither a set of recordings nor a run called ${briefly(operand)}. The sets are ${library.names().join(', ')}; a run is named by its file or its folder in ${REPORTS}/.`,
  );
}

/**
 * The side that an operand names: a set of recordings, the path of one, a run in `reports/`, or the path of a
 * run's file.
 *
 * @throws Fault `unknown-recordings` where it is none of these; as the readers of sets and runs do
 */
export function readSnapshot(operand: string, library?: RecordingLibrary): Snapshot {
  const found = resolveOperand(operand, library);
  return 'file' in found ? snapshotOfRun(readRun(found.file)) : snapshotOfRecordings(found.recordings);
}
