import type { Change } from '../change/change.ts';
import { atLeast } from '../change/levels.ts';
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

/** What is wrong with a run of the contract: broken rows, wanted rows that came true, other failures. */
export function findings({ run }: CheckDocument): {
  broken: RowResult[];
  fixed: RowResult[];
  failures: readonly string[];
} {
  return {
    broken: rowsWith(run.rows, 'contract', 'broken'),
    fixed: rowsWith(run.rows, 'wanted', 'kept'),
    failures: run.failures,
  };
}

/**
 * The exit code of a check: 1 where the contract is broken, a wanted row came true or a change fails it, 3
 * where no row could be decided, else 0.
 */
export function checkExitCode(document: CheckDocument): 0 | 1 | 3 {
  const { broken, fixed, failures } = findings(document);
  if (broken.length + fixed.length + failures.length > 0) return 1;
  if (rowsWith(document.run.rows, 'contract', 'kept').length === 0) return 3;
  return document.diff ? diffExitCode(document.diff) : 0;
}
