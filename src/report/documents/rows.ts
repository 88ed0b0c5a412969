import type { RowResult, Verdict } from '../../run/row-result.ts';

/** Returns the rows of one kind with a given verdict. */
export function rowsWith(rows: readonly RowResult[], kind: RowResult['kind'], verdict: Verdict): RowResult[] {
  return rows.filter((row) => row.kind === kind && row.verdict === verdict);
}
