import type { Answer } from '../classify/answer.ts';
import type { Basis } from '../contract/basis.ts';
import type { RecordedResponse } from '../evidence/exchange.ts';
import type { ContractRow } from '../contract/rows.ts';
import { byTableOrder } from '../contract/probe.ts';
import type { Certainty } from './certainty.ts';

/**
 * What became of one row: kept, broken, disproved (it was only inferred, and the first answer ever seen is
 * another), not decided, or not asked.
 */
export const VERDICTS = ['kept', 'broken', 'disproved', 'inconclusive', 'skipped'] as const;

export type Verdict = (typeof VERDICTS)[number];

/**
 * The outcome of one row of the contract in one run. `wanted` rows say what Atlassian should answer: a kept
 * one has been fixed.
 */
export interface RowResult extends ContractRow {
  readonly kind: 'contract' | 'wanted';
  readonly verdict: Verdict;
  /** Why it was not kept. */
  readonly reason?: string | undefined;
  readonly answer?: Answer | undefined;
  /** What was kept of the response. */
  readonly response?: RecordedResponse | undefined;
  /** When it came, ISO 8601, UTC; left out for what was transcribed. */
  readonly at?: string | undefined;
  /** How sure the answer is; left out where the probe was asked once. */
  readonly certainty?: Certainty | undefined;
  /** Where the answer is known from. */
  readonly sources: readonly Basis[];
}

/** Rows in the order in which a run has them: the contract, then what is wanted, each in the order of the tables. */
export function byRowOrder(a: RowResult, b: RowResult): number {
  return a.kind.localeCompare(b.kind, 'en') || byTableOrder(a, b);
}
