import { isConclusive } from '../classify/answer.ts';
import type { Origin } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import { snapshotOfRecordings } from '../run/snapshot.ts';
import { decidesTooLittle } from './conclusion.ts';

/** How much a set of exchanges says. */
export interface Weight {
  readonly origin: Origin;
  /** Probes whose answer says something about their credential, or is news of another kind. */
  readonly decided: number;
  /** Probes that were asked and whose answer does not, those that got none included. */
  readonly undecided: number;
}

/**
 * How much a set says.
 *
 * @param unanswered how many probes were asked besides and got no answer
 */
export function weigh(set: Pick<RecordingSet, 'info' | 'exchanges'>, unanswered: number): Weight {
  const { origin, answers: seen } = snapshotOfRecordings(set);
  const open = seen.filter(({ answer }) => !isConclusive(answer)).length;
  return { origin, decided: seen.length - open, undecided: open + unanswered };
}

/**
 * Why a set is no good evidence, or worse than the one that it would replace, as the end of a sentence; undefined where it
 * is as good or better.
 */
export function whyWorse(
  { origin, decided, undecided }: Weight,
  before: Weight | undefined,
): string | undefined {
  const asked = decided + undecided;
  if (decidesTooLittle({ asked, undecided })) return `leaves ${undecided} of ${asked} probes undecided`;
  if (!before) return undefined;
  if (origin === 'stand-in' && before.origin !== 'stand-in') {
    return 'was seen at the stand-in, which is not Jira, and would replace what a site answered';
  }
  return decided < before.decided
    ? `decides ${decided} probes, fewer than the ${before.decided} of what it would replace`
    : undefined;
}
