import type { Answer } from '../classify/answer.ts';
import { describeSignal } from '../classify/signals.ts';
import { statusPhrase } from '../contract/rows.ts';
import type { Expectation } from '../contract/expectation.ts';
import { isEmptyResult } from '../evidence/shape.ts';
import type { Verdict } from './row-result.ts';

/** A verdict and, unless the contract was kept, its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string | undefined;
}

/** A row that nobody ever saw is not broken by the first who sees it: the inference was wrong. */
const otherwise = ({ basis }: Expectation, reason: string): Judgement =>
  basis?.grade === 'inferred'
    ? { verdict: 'disproved', reason: `${reason}; the row was only inferred` }
    : { verdict: 'broken', reason };

/** Marks of an answer that keeps no contract, whatever its treatment. */
const BROKEN_BY: ReadonlySet<Answer['mark']> = new Set(['unexplained', 'another-account', 'rolling-out']);

/** Marks of an operation that is gone, for good or for a time. */
const GONE: ReadonlySet<Answer['mark']> = new Set(['operation-removed', 'brown-out']);

/**
 * Holds an answer against what the contract expects. What is not on record is not judged: a row without
 * statuses asks for the treatment alone, and an unknown body breaks nothing.
 */
export function judge(expected: Expectation, answer: Answer): Judgement {
  const { treatment, statuses, empty, failureCategory } = expected;
  if (GONE.has(answer.mark)) return judgeGone(expected, answer);
  if (answer.mark === 'unexplained' && statuses.includes(answer.status)) return { verdict: 'kept' };
  if (BROKEN_BY.has(answer.mark) && !(answer.mark === 'rolling-out' && statuses.includes(answer.status))) {
    return otherwise(
      expected,
      `expected ${treatment} with ${statusPhrase(statuses)}, was ${answer.status}: ${describeSignal(answer.mark)}`,
    );
  }
  if (answer.treatment === 'inconclusive') {
    return { verdict: 'inconclusive', reason: `${describeSignal(answer.mark)} (status ${answer.status})` };
  }
  if (answer.treatment !== treatment) {
    return otherwise(
      expected,
      `expected ${treatment} with ${statusPhrase(statuses)}, was ${answer.treatment} with ${answer.status}`,
    );
  }
  if (statuses.length > 0 && !statuses.includes(answer.status)) {
    return otherwise(expected, `expected status ${statusPhrase(statuses)}, was ${answer.status}`);
  }
  if (empty && isEmptyResult(answer.shape) === false)
    return otherwise(expected, 'expected no data, but the answer holds some');
  const named = answer.failureCategory;
  if (failureCategory !== undefined && typeof named === 'string' && named !== failureCategory)
    return otherwise(expected, `expected ${failureCategory} in x-failure-category, was ${named}`);
  return { verdict: 'kept' };
}

/** Of an operation that is gone, if only for a time, the row of a token that works is broken; the others say nothing of their tokens. */
function judgeGone({ treatment, statuses }: Expectation, { mark, status }: Answer): Judgement {
  const reason = `${describeSignal(mark)} (status ${status})`;
  return treatment === 'accepted' && !statuses.includes(status)
    ? { verdict: 'broken', reason }
    : { verdict: 'skipped', reason };
}
