import type { Answer } from '../answer/answer.ts';
import type { Basis } from '../contract/basis.ts';
import type { ContractRow } from '../contract/contract-row.ts';

/** What became of one row: kept, broken, or not decided, and why. */
export type Verdict = 'kept' | 'broken' | 'inconclusive' | 'skipped';

/**
 * The outcome of one row of the contract in one run. `wanted` rows say what Atlassian should answer: a kept
 * one has been fixed.
 */
export interface RowResult extends ContractRow {
  readonly kind: 'contract' | 'wanted';
  readonly verdict: Verdict;
  /** Why it was broken, not decided or skipped. */
  readonly reason?: string | undefined;
  readonly answer?: Answer | undefined;
  /** Where the answer is known from. */
  readonly sources: readonly Basis[];
}
