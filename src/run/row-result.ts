import type { Answer } from '../classify/answer.ts';
import type { Basis } from '../contract/basis.ts';
import type { RecordedResponse } from '../evidence/exchange.ts';
import type { ContractRow } from '../contract/rows.ts';
import { compareProbes } from '../contract/probe.ts';
import type { Certainty } from './certainty.ts';

/**
 * The verdicts on a row: kept, broken, disproved (the row was only inferred, and the first real answer is different), not
 * decided, or not sent.
 */
export const VERDICTS = ['kept', 'broken', 'disproved', 'inconclusive', 'skipped'] as const;

/** The verdict on a row. */
export type Verdict = (typeof VERDICTS)[number];

/**
 * The result of one row of the contract in one run. A `wanted` row says what Atlassian should answer: if it is kept, Atlassian
 * has fixed it.
 */
export interface RowResult extends ContractRow {
  readonly kind: 'contract' | 'wanted';
  readonly verdict: Verdict;
  /** Why the verdict is not `kept`. */
  readonly reason?: string | undefined;
  readonly answer?: Answer | undefined;
  /** The recorded part of the response. */
  readonly response?: RecordedResponse | undefined;
  /** Time of the response, ISO 8601, UTC; left out if it was transcribed. */
  readonly at?: string | undefined;
  /** How certain the answer is; left out if the probe was sent once. */
  readonly certainty?: Certainty | undefined;
  /** The sources of the answer. */
  readonly sources: readonly Basis[];
}

/** Compares rows by the order of a run: `contract` rows, then `wanted` rows, each in table order. */
export function byRowOrder(a: RowResult, b: RowResult): number {
  return a.kind.localeCompare(b.kind, 'en') || compareProbes(a, b);
}
