import type { SiteTraits } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { ContractRow } from '../contract/rows.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { Unanswered } from '../http/unanswered.ts';
import { certaintyOf } from './certainty.ts';
import { judge } from './judge.ts';
import type { RowResult } from './row-result.ts';
import { sourcesOf } from './row-sources.ts';

/** The evidence for one row. */
export interface RowEvidence {
  /** The answer; undefined if there is none. */
  readonly exchange: Exchange | undefined;
  /** Why there is no answer, if that is known. */
  readonly whyNot: Unanswered | undefined;
  /** The traits of the site that answered. */
  readonly traits: SiteTraits;
}

function judgeAnswered(
  kind: RowResult['kind'],
  row: ContractRow,
  exchange: Exchange,
  traits: SiteTraits,
): RowResult {
  const answer = classify(exchange, traits);
  const { response, meta } = exchange;
  const certainty = certaintyOf(exchange);
  return {
    kind,
    ...row,
    ...judge(row.expected, answer),
    answer,
    response,
    ...(meta.origin !== 'transcribed' && { at: meta.date }),
    ...(certainty && { certainty }),
    sources: sourcesOf(exchange),
  };
}

function judgeUnanswered(
  kind: RowResult['kind'],
  row: ContractRow,
  whyNot: Unanswered | undefined,
): RowResult {
  if (whyNot) return { kind, ...row, verdict: whyNot.verdict, reason: whyNot.reason, sources: [] };
  const { basis } = row.expected;
  const reason = basis
    ? `unconfirmed (${basis.grade}, ${basis.date}): ${basis.note}`
    : 'not in these recordings';
  return { kind, ...row, verdict: 'skipped', reason, sources: basis ? [basis] : [] };
}

/** Judges a row by the evidence for its probe. The response in the result is exactly the recorded one. */
export function judgeRow(
  kind: RowResult['kind'],
  row: ContractRow,
  { exchange, whyNot, traits }: RowEvidence,
): RowResult {
  return exchange ? judgeAnswered(kind, row, exchange, traits) : judgeUnanswered(kind, row, whyNot);
}

/** Whether a row was decided: kept or broken. */
export function isDecided({ verdict }: Pick<RowResult, 'verdict'>): boolean {
  return verdict === 'kept' || verdict === 'broken';
}
