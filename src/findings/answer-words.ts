import { behaviourOf, type Answer } from '../classify/answer.ts';
import type { Change } from '../change/change.ts';
import { isEmptyResult } from '../evidence/shape.ts';

/** Describes an answer: "refused 401", "removed 410", "ignored 200 []" if it has no data, or a dash if there is none. */
export function describeAnswer(answer: Answer | null): string {
  if (!answer) return '–';
  return `${behaviourOf(answer)}${isEmptyResult(answer.shape) ? ' []' : ''}`;
}

/** Describes a change: "refused 401 → ignored 200". */
export function describeTransition({ before, after }: Pick<Change, 'before' | 'after'>): string {
  return `${describeAnswer(before)} → ${describeAnswer(after)}`;
}
