import { behaviourOf, type Answer } from '../classify/answer.ts';
import type { Change } from '../change/change.ts';
import { isEmptyResult } from '../evidence/shape.ts';

/** Describes an answer: "refused 401", "removed 410", "ignored 200 []" if it has no data, or a dash if there is none. */
export function describeAnswer(answer: Answer | null): string {
  if (!answer) return '–';
  return `${behaviourOf(answer)}${isEmptyResult(answer.shape) ? ' []' : ''}`;
}

/** What distinguishes answers of the same status and treatment, the most telling first. */
const PARTS = [
  { key: 'loginReason', noun: 'login reason' },
  { key: 'failureCategory', noun: 'failure category' },
  { key: 'mark', noun: 'signal' },
  { key: 'mediaType', noun: 'media type' },
] as const satisfies readonly { readonly key: keyof Answer; readonly noun: string }[];

/**
 * Describes the answers before and after a change: "refused 401" and "ignored 200". Two that would read the same also name what
 * differs: a header, the signal by which they were classified, or the body.
 */
export function describeSides({ before, after }: Pick<Change, 'before' | 'after'>): [string, string] {
  const sides: [string, string] = [describeAnswer(before), describeAnswer(after)];
  if (!before || !after || sides[0] !== sides[1]) return sides;
  const part = PARTS.find(
    // A header that is not on record is not known to differ.
    ({ key }) => before[key] !== undefined && after[key] !== undefined && before[key] !== after[key],
  );
  if (part) {
    const words = (answer: Answer): string => answer[part.key] ?? `no ${part.noun}`;
    return [`${sides[0]} (${words(before)})`, `${sides[1]} (${words(after)})`];
  }
  const hasOtherBody = JSON.stringify(before.shape) !== JSON.stringify(after.shape);
  return [sides[0], hasOtherBody ? `${sides[1]} (another body)` : sides[1]];
}

/** Describes a change: "refused 401 → ignored 200". */
export function describeTransition(change: Pick<Change, 'before' | 'after'>): string {
  return describeSides(change).join(' → ');
}
