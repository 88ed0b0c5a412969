import { failureKey, rowKey } from '../change/known-news.ts';
import type { Change } from '../change/change.ts';
import { atLeast } from '../change/levels.ts';
import { probeKey } from '../contract/probe.ts';
import { tooOld } from './ages.ts';
import { surprises, type Interaction } from '../run/pact-result.ts';
import type { RowResult, Verdict } from '../run/row-result.ts';
import type { CheckDocument, DiffDocument } from './document.ts';

/** The changes that fail a run: at or above the bound, and not acknowledged. */
export function failingChanges({ changes, failOn }: DiffDocument): Change[] {
  return changes.filter(({ level, acknowledged }) => !acknowledged && atLeast(level, failOn));
}

/** The exit code of a comparison: 1 where a change fails it, else 0. */
export function diffExitCode(document: DiffDocument): 0 | 1 {
  return failingChanges(document).length > 0 ? 1 : 0;
}

/** Rows that came to a verdict, of one kind. */
export function rowsWith(rows: readonly RowResult[], kind: RowResult['kind'], verdict: Verdict): RowResult[] {
  return rows.filter((row) => row.kind === kind && row.verdict === verdict);
}

/**
 * What a run of the contract found: broken rows, rows whose inference was disproved, wanted rows that came true,
 * other failures, and what is news in the pacts.
 */
export function findings({ run, known = [] }: CheckDocument): {
  broken: RowResult[];
  /** Broken, and known: acknowledged by themselves, or with the change that they come of. */
  knownBroken: RowResult[];
  disproved: RowResult[];
  fixed: RowResult[];
  failures: readonly string[];
  pacts: readonly Interaction[];
} {
  const keys = new Set(known);
  const isNew = (row: RowResult): boolean => !keys.has(rowKey(row));
  const broken = rowsWith(run.rows, 'contract', 'broken');
  const knownProbes = new Set(run.rows.filter((row) => !isNew(row)).map(probeKey));
  return {
    broken: broken.filter(isNew),
    knownBroken: broken.filter((row) => !isNew(row)),
    disproved: rowsWith(run.rows, 'contract', 'disproved'),
    fixed: rowsWith(run.rows, 'wanted', 'kept').filter(isNew),
    failures: run.failures.filter((one) => !keys.has(failureKey(one))),
    pacts: (run.pacts ?? []).flatMap(surprises).filter((one) => !knownProbes.has(probeKey(one))),
  };
}

/** Why a run did not come to its end, or left an alarm open; undefined where neither is so. */
export function incompleteness({ run: { recordings } }: CheckDocument): string | undefined {
  if (recordings.origin === 'transcribed') return undefined;
  return recordings.incomplete ?? recordings.unconfirmed;
}

/** The share of the rows asked that may stay undecided in a run that concludes something. */
const UNDECIDED_AT_MOST = 0.1;

const decidedTooLittle = ({ run }: CheckDocument): boolean => {
  const undecided = rowsWith(run.rows, 'contract', 'inconclusive').length;
  const asked = run.rows.filter(({ kind, verdict }) => kind === 'contract' && verdict !== 'skipped').length;
  return undecided >= asked || undecided / asked > UNDECIDED_AT_MOST;
};

/**
 * The exit code of a check: 1 where the contract or a pact is broken, what is wanted came true, or a change fails it; 3
 * where the run did not come to its end, or a tenth of its rows could not be decided; else 0.
 */
export function checkExitCode(document: CheckDocument): 0 | 1 | 3 {
  const { broken, fixed, failures, pacts } = findings(document);
  if (broken.length + fixed.length + failures.length + pacts.length > 0) return 1;
  if (document.diff && diffExitCode(document.diff) === 1) return 1;
  return incompleteness(document) !== undefined || decidedTooLittle(document) ? 3 : 0;
}

/**
 * The exit code of a check that relies on nothing older than a bound in days, and a sentence for each thing that is older:
 * then what is well otherwise is not concluded. Undefined: there is no bound.
 */
export function agedExitCode(
  document: CheckDocument,
  maxAge: number | undefined,
): { readonly exitCode: 0 | 1 | 3; readonly old: readonly string[] } {
  const old = maxAge === undefined ? [] : tooOld(document.ages ?? [], maxAge);
  const exitCode = checkExitCode(document);
  return { exitCode: exitCode === 0 && old.length > 0 ? 3 : exitCode, old };
}
