import type { Answer } from '../answer/answer.ts';
import { statusPhrase } from '../contract/contract-row.ts';
import type { Expectation } from '../contract/expectation.ts';
import { isEmptyResult } from '../evidence/shape.ts';
import type { Verdict } from './row-result.ts';

/** A verdict and, unless the contract was kept, its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly reason?: string | undefined;
}

const broken = (reason: string): Judgement => ({ verdict: 'broken', reason });

/**
 * Holds an answer against what the contract expects. What is not on record is not judged: a row without
 * statuses asks for the treatment alone, and an unknown body breaks nothing.
 */
export function judge({ treatment, statuses, empty }: Expectation, answer: Answer): Judgement {
  if (answer.treatment === 'inconclusive') {
    return { verdict: 'inconclusive', reason: `status ${answer.status} says nothing about the credential` };
  }
  if (answer.treatment !== treatment) {
    return broken(
      `expected ${treatment} with ${statusPhrase(statuses)}, was ${answer.treatment} with ${answer.status}`,
    );
  }
  if (statuses.length > 0 && !statuses.includes(answer.status)) {
    return broken(`expected status ${statusPhrase(statuses)}, was ${answer.status}`);
  }
  if (empty && isEmptyResult(answer.shape) === false)
    return broken('expected no data, but the answer holds some');
  return { verdict: 'kept' };
}
