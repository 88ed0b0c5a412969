import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Answer } from '../answer/answer.ts';
import { traitsOf } from '../answer/traits.ts';
import { understand } from '../answer/understand.ts';
import type { Basis } from '../contract/basis.ts';
import { Fault } from '../contract/fault.ts';
import type { Probe } from '../contract/probe.ts';
import type { Origin } from '../evidence/exchange.ts';
import { readRecordings, recordingSets, type RecordingSet } from '../evidence/recordings.ts';
import { readRun, type Run } from './run.ts';
import { sourcesOf } from './sources.ts';

/** What is known of one probe on one side of a comparison. */
export interface Seen extends Probe {
  readonly answer: Answer;
  readonly sources: readonly Basis[];
}

/** One side of a comparison: a run, or a set of recordings. */
export interface Side {
  readonly name: string;
  readonly origin: Origin;
  readonly dates: { readonly from: string; readonly to: string };
  readonly seen: readonly Seen[];
}

const sideOf = ({ name, origin, dates }: RecordingSet['info'], seen: readonly Seen[]): Side => ({
  name,
  origin,
  dates,
  seen,
});

/** A set of recordings as a side: every exchange, understood. */
export function sideOfRecordings({ info, exchanges }: RecordingSet): Side {
  const traits = traitsOf(exchanges);
  const seen = exchanges.map((exchange) => ({
    credential: exchange.credential,
    operation: exchange.operation,
    answer: understand(exchange, traits),
    sources: sourcesOf(exchange),
  }));
  return sideOf(info, seen);
}

/** A run as a side: the answers of its contract rows. */
export function sideOfRun({ recordings, rows }: Run): Side {
  const seen = rows.flatMap(({ kind, credential, operation, answer, sources }) =>
    kind === 'contract' && answer ? [{ credential, operation, answer, sources }] : [],
  );
  return sideOf(recordings, seen);
}

/** The place below the current folder where runs are kept. */
export const REPORTS = 'reports';

/** Where a run's file stands. */
export function runPath(name: string): string {
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
    `There is no run called "${operand}". Make one with: npm run check -- ${operand}`,
  );
}

const findRunFile = (operand: string): string | undefined =>
  [operand, join(operand, 'run.json'), runPath(operand)].find(
    (candidate) => candidate.endsWith('.json') && existsSync(candidate),
  );

/** Where the exchanges of a live run stand, as a set of recordings. */
export function exchangesPath(name: string): string {
  return join(REPORTS, name, 'exchanges');
}

/**
 * The side that an operand names: a set of recordings, the path of one, a run in `reports/`, or the path of a
 * run's file.
 *
 * @throws Fault `unknown-recordings` where it is none of these
 */
export function readSide(operand: string): Side {
  const sets = recordingSets();
  if (sets.includes(operand)) return sideOfRecordings(readRecordings(operand));
  if (existsSync(join(operand, 'set.json'))) {
    return sideOfRecordings(readRecordings(basename(operand), dirname(resolve(operand))));
  }
  const path = findRunFile(operand);
  if (path !== undefined) return sideOfRun(readRun(path));
  throw new Fault(
    'unknown-recordings',
    `There is neither a set of recordings nor a run called "${operand}". The sets are ${sets.join(', ')}; a run is named by its file or its folder in ${REPORTS}/.`,
  );
}
