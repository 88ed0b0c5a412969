import { behaviourOf, type Answer } from '../classify/answer.ts';
import type { Change } from '../change/change.ts';
import { isEmptyResult } from '../evidence/shape.ts';

/** "refused 401", "removed 410", "ignored 200 []" where the answer holds no data, or a dash where there is none. */
export function answerWords(answer: Answer | null): string {
  if (!answer) return '–';
  return `${behaviourOf(answer)}${isEmptyResult(answer.shape) ? ' []' : ''}`;
}

/** "refused 401 → ignored 200". */
export function turnWords({ before, after }: Pick<Change, 'before' | 'after'>): string {
  return `${answerWords(before)} → ${answerWords(after)}`;
}
