import { isConclusive } from '../classify/answer.ts';
import type { Origin } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import { snapshotOfRecordings } from '../run/snapshot.ts';
import { decidesTooLittle } from './conclusion.ts';

/** How many probes a set of exchanges decides. */
export interface Weight {
  readonly origin: Origin;
  /** Number of probes with a conclusive answer. */
  readonly decided: number;
  /** Number of probes that were asked and have an inconclusive answer or none. */
  readonly undecided: number;
}

/**
 * Weighs a set of exchanges.
 *
 * @param unanswered number of further probes that were asked and got no answer
 */
export function weighEvidence(set: Pick<RecordingSet, 'info' | 'exchanges'>, unanswered: number): Weight {
  const { origin, answers } = snapshotOfRecordings(set);
  const inconclusive = answers.filter(({ answer }) => !isConclusive(answer)).length;
  return { origin, decided: answers.length - inconclusive, undecided: inconclusive + unanswered };
}

/**
 * Returns why a set is too weak, or weaker than the set that it would replace, as the end of a sentence; undefined if it is
 * at least as good.
 */
export function weaknessOf(
  { origin, decided, undecided }: Weight,
  before: Weight | undefined,
): string | undefined {
  const asked = decided + undecided;
  if (decidesTooLittle({ asked, undecided })) return `leaves ${undecided} of ${asked} probes undecided`;
  if (!before) return undefined;
  if (origin === 'stand-in' && before.origin !== 'stand-in') {
    return 'comes from the stand-in, which is not Jira, and would replace the answers of a real site';
  }
  return decided < before.decided
    ? `decides ${decided} probes, fewer than the ${before.decided} of the set that it would replace`
    : undefined;
}
