import type { RowResult, Verdict } from '../../run/row-result.ts';

/** Rows of one kind with one verdict. */
export function rowsWith(rows: readonly RowResult[], kind: RowResult['kind'], verdict: Verdict): RowResult[] {
  return rows.filter((row) => row.kind === kind && row.verdict === verdict);
}
