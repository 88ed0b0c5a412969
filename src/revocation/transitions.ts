import type { OperationId } from '../contract/operations.ts';
import type { Measurement, ProbeLine } from './measurement.ts';
import type { Interval } from './interval.ts';

/** How one operation went from accepting the credential to refusing it. */
export interface Transition {
  readonly operation: OperationId;
  /** When the last accepted request was sent, and when the first answer after it arrived. */
  readonly lastAccepted: number | undefined;
  readonly firstNot: number | undefined;
  /** Number of answers that did not accept it but were followed by one that did. */
  readonly reversals: number;
  /** The moment from which it was no longer accepted; undefined if it still was, or never was. */
  readonly moment: Interval | undefined;
  /** The last conclusive answer. */
  readonly final: ProbeLine | undefined;
}

const isAccepted = ({ treatment }: ProbeLine): boolean => treatment === 'accepted';

/**
 * Returns the conclusive answers about the watched credential. One that does not accept it counts only if the control was
 * accepted in the same round; otherwise the site may have changed rather than the credential.
 */
export function conclusiveAnswers({ probes }: Pick<Measurement, 'probes'>): ProbeLine[] {
  const confirmedRounds = new Set(
    probes.filter((line) => line.who === 'control' && isAccepted(line)).map(({ round }) => round),
  );
  return probes.filter(
    (line) =>
      line.who === 'watched' &&
      line.treatment !== 'inconclusive' &&
      (isAccepted(line) || confirmedRounds.has(line.round)),
  );
}

const reversalsOf = (answers: readonly ProbeLine[]): number =>
  answers.slice(0, Math.max(0, answers.findLastIndex(isAccepted))).filter((line) => !isAccepted(line)).length;

/**
 * Whether answers go back and forth, as they do if several replicas answer and not all of them know of the revocation yet. A
 * single odd answer does not count.
 */
export function isFlapping(transitions: readonly Pick<Transition, 'reversals'>[]): boolean {
  return transitions.reduce((sum, { reversals }) => sum + reversals, 0) > 1;
}

function transitionOf(
  operation: OperationId,
  answers: readonly ProbeLine[],
  stayedDeadUntil: number,
): Transition {
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
 * Returns the transition of each operation. If answers went back and forth, a replica that still accepts may not have answered
 * since; then the moment is only known to be before the last answer of all.
 */
export function transitionsOf({ watch, probes }: Pick<Measurement, 'watch' | 'probes'>): Transition[] {
  const answers = conclusiveAnswers({ probes });
  const byOperation = watch.operations.map(
    (operation) => [operation, answers.filter((line) => line.operation === operation)] as const,
  );
  const flapped = isFlapping(byOperation.map(([, own]) => ({ reversals: reversalsOf(own) })));
  const until = flapped ? (answers.at(-1)?.got ?? 0) : 0;
  return byOperation.map(([operation, own]) => transitionOf(operation, own, until));
}

/** Returns the conclusive answers after the last acceptance. */
export function refusedSince(measurement: Pick<Measurement, 'probes'>): ProbeLine[] {
  const answers = conclusiveAnswers(measurement);
  return answers.slice(answers.findLastIndex(isAccepted) + 1);
}

/** When the credential was first refused for good, in milliseconds since 1970, and in how many rounds that was seen. */
export interface Death {
  readonly at: number;
  readonly rounds: number;
}

/** Returns the death of a credential; undefined while the last answer of any operation accepts it. */
export function deathOf({ watch, probes }: Pick<Measurement, 'watch' | 'probes'>): Death | undefined {
  const answers = conclusiveAnswers({ probes });
  const after = refusedSince({ probes });
  // An operation that never accepted the credential shows nothing.
  const lived = new Set(answers.filter(isAccepted).map(({ operation }) => operation));
  const dead = new Set(after.map(({ operation }) => operation));
  const [first] = after;
  if (
    !first ||
    lived.size === 0 ||
    !watch.operations.every((operation) => dead.has(operation) || !lived.has(operation))
  ) {
    return undefined;
  }
  return { at: first.got, rounds: new Set(after.map(({ round }) => round)).size };
}
