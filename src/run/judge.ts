import type { Answer } from '../classify/answer.ts';
import { describeSignal } from '../classify/signals.ts';
import { statusPhrase } from '../contract/rows.ts';
import type { Expectation } from '../contract/expectation.ts';
import { isEmptyResult } from '../evidence/shape.ts';
import type { Verdict } from './row-result.ts';

/** A verdict and, unless it is `kept`, its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string | undefined;
}

/** Returns the verdict on a mismatch. If the row was only inferred, the contract is not broken: the inference was wrong. */
const mismatch = ({ basis }: Expectation, reason: string): Judgement =>
  basis?.grade === 'inferred'
    ? { verdict: 'disproved', reason: `${reason}; the row was only inferred` }
    : { verdict: 'broken', reason };

/** Signals that break any contract, whatever the treatment. */
const BREAKING_SIGNALS: ReadonlySet<Answer['mark']> = new Set([
  'unexplained',
  'another-account',
  'rolling-out',
]);

/** Signals of an operation that is gone, permanently or temporarily. */
const GONE: ReadonlySet<Answer['mark']> = new Set(['operation-removed', 'brown-out']);

/**
 * Judges an answer by the expectation of the contract. Only what is on record is judged: an expectation without statuses is
 * about the treatment only, and an unknown body breaks nothing.
 */
export function judge(expected: Expectation, answer: Answer): Judgement {
  const { treatment, statuses, empty, failureCategory } = expected;
  if (GONE.has(answer.mark)) return judgeGone(expected, answer);
  if (answer.mark === 'unexplained' && statuses.includes(answer.status)) return { verdict: 'kept' };
  if (
    BREAKING_SIGNALS.has(answer.mark) &&
    !(answer.mark === 'rolling-out' && statuses.includes(answer.status))
  ) {
    return mismatch(
      expected,
      `expected ${treatment} with ${statusPhrase(statuses)}, was ${answer.status}: ${describeSignal(answer.mark)}`,
    );
  }
  if (answer.treatment === 'inconclusive') {
    return { verdict: 'inconclusive', reason: `${describeSignal(answer.mark)} (status ${answer.status})` };
  }
  if (answer.treatment !== treatment) {
    return mismatch(
      expected,
      `expected ${treatment} with ${statusPhrase(statuses)}, was ${answer.treatment} with ${answer.status}`,
    );
  }
  if (statuses.length > 0 && !statuses.includes(answer.status)) {
    return mismatch(expected, `expected status ${statusPhrase(statuses)}, was ${answer.status}`);
  }
  if (empty && isEmptyResult(answer.shape) === false)
    return mismatch(expected, 'expected no data, but the answer holds some');
  const named = answer.failureCategory;
  if (failureCategory !== undefined && typeof named === 'string' && named !== failureCategory)
    return mismatch(expected, `expected ${failureCategory} in x-failure-category, was ${named}`);
  return { verdict: 'kept' };
}

/** Judges an answer of an operation that is gone: it breaks the row of a working token, and shows nothing about other tokens. */
function judgeGone({ treatment, statuses }: Expectation, { mark, status }: Answer): Judgement {
  const reason = `${describeSignal(mark)} (status ${status})`;
  return treatment === 'accepted' && !statuses.includes(status)
    ? { verdict: 'broken', reason }
    : { verdict: 'skipped', reason };
}
