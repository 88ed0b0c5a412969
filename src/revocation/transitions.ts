import type { OperationId } from '../contract/operations.ts';
import type { Measurement, ProbeLine } from './measurement.ts';
import type { Interval } from './interval.ts';

/** What one operation made of the credential until it was dead. */
export interface Transition {
  readonly operation: OperationId;
  /** When the last request was sent that was accepted, and when the first answer came after it that was not. */
  readonly lastAccepted: number | undefined;
  readonly firstNot: number | undefined;
  /** Answers that were not accepted, and were followed by one that was. */
  readonly reversals: number;
  /** The moment from which on it was not accepted any more; undefined where it still was, or never had been. */
  readonly moment: Interval | undefined;
  /** The last answer that says something. */
  readonly final: ProbeLine | undefined;
}

const isAccepted = ({ treatment }: ProbeLine): boolean => treatment === 'accepted';

/**
 * The answers that say something about the watched credential. One that is not accepted counts only where the control was
 * accepted in the same round: else it may be the site that changed, and not the credential.
 */
export function conclusiveAnswers({ probes }: Pick<Measurement, 'probes'>): ProbeLine[] {
  const vouched = new Set(
    probes.filter((one) => one.who === 'control' && isAccepted(one)).map(({ round }) => round),
  );
  return probes.filter(
    (one) =>
      one.who === 'watched' &&
      one.treatment !== 'inconclusive' &&
      (isAccepted(one) || vouched.has(one.round)),
  );
}

const reversalsOf = (answers: readonly ProbeLine[]): number =>
  answers.slice(0, Math.max(0, answers.findLastIndex(isAccepted))).filter((one) => !isAccepted(one)).length;

/**
 * Whether answers go back and forth, as they do where several replicas answer and not all of them know yet. One odd
 * answer alone is none of that.
 */
export function isFlapping(flips: readonly Pick<Transition, 'reversals'>[]): boolean {
  return flips.reduce((sum, { reversals }) => sum + reversals, 0) > 1;
}

function flipOf(operation: OperationId, answers: readonly ProbeLine[], stayedDeadUntil: number): Transition {
  const lastIndex = answers.findLastIndex(isAccepted);
  const lastAccepted = answers[lastIndex]?.sent;
  const firstNot = answers[lastIndex + 1]?.got;
  const known = lastAccepted !== undefined && firstNot !== undefined;
  return {
    operation,
    lastAccepted,
    firstNot,
    reversals: reversalsOf(answers),
    moment: known ? { least: lastAccepted, most: Math.max(firstNot, stayedDeadUntil) } : undefined,
    final: answers.at(-1),
  };
}

/**
 * What each operation made of the credential. Where answers went back and forth, a replica that still accepts may just
 * not have been met: then the moment is only known to lie before the last answer of all.
 */
export function transitionsOf({ watch, probes }: Pick<Measurement, 'watch' | 'probes'>): Transition[] {
  const answers = conclusiveAnswers({ probes });
  const byOperation = watch.operations.map(
    (operation) => [operation, answers.filter((one) => one.operation === operation)] as const,
  );
  const flapped = isFlapping(byOperation.map(([, own]) => ({ reversals: reversalsOf(own) })));
  const until = flapped ? (answers.at(-1)?.got ?? 0) : 0;
  return byOperation.map(([operation, own]) => flipOf(operation, own, until));
}

/** The answers since the last one that was accepted. */
export function refusedSince(measurement: Pick<Measurement, 'probes'>): ProbeLine[] {
  const answers = conclusiveAnswers(measurement);
  return answers.slice(answers.findLastIndex(isAccepted) + 1);
}

/** Since when nothing was accepted any more, and in how many rounds that was seen. */
export interface Death {
  readonly at: number;
  readonly rounds: number;
}

/** The death of a credential; undefined while the last answer of an operation is that it is accepted. */
export function deathOf({ watch, probes }: Pick<Measurement, 'watch' | 'probes'>): Death | undefined {
  const answers = conclusiveAnswers({ probes });
  const after = refusedSince({ probes });
  // An operation that never told the credential from nobody has nothing to say.
  const lived = new Set(answers.filter(isAccepted).map(({ operation }) => operation));
  const dead = new Set(after.map(({ operation }) => operation));
  const [first] = after;
  if (!first || lived.size === 0 || !watch.operations.every((one) => dead.has(one) || !lived.has(one))) {
    return undefined;
  }
  return { at: first.got, rounds: new Set(after.map(({ round }) => round)).size };
}
