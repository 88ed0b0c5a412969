import { countedAsSteady, isConclusive, type Answer } from '../classify/answer.ts';
import type { Probe } from '../contract/probe.ts';
import type { Exchange, RecordedMeta } from '../evidence/exchange.ts';
import type { Unanswered } from '../http/unanswered.ts';

/** An exchange and its classified answer. */
export interface Attempt {
  readonly exchange: Exchange & { readonly meta: RecordedMeta };
  readonly answer: Answer;
}

/** All attempts of a probe in one run, in order. */
export interface ProbeAttempts {
  readonly probe: Probe;
  readonly attempts: readonly Attempt[];
  /** Why the last attempt got no answer, if it got none. */
  readonly failure?: string | undefined;
}

/** Whether a probe has a conclusive answer. */
export function isAnswered(history: ProbeAttempts): boolean {
  return history.attempts.some(({ answer }) => isConclusive(answer));
}

/** Returns the conclusive attempts, including those that would be conclusive if repeated and would raise an alarm. */
const conclusive = ({ attempts }: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): Attempt[] =>
  attempts.filter(
    (attempt) =>
      isConclusive(attempt.answer) || (isConclusive(countedAsSteady(attempt.answer)) && isAlarm(attempt)),
  );

/** Whether two answers are equal in what a client relies on. Data, and so the shape of a body, may change at any time. */
const alike = (a: Answer, b: Answer): boolean =>
  a.treatment === b.treatment &&
  a.status === b.status &&
  a.loginReason === b.loginReason &&
  a.failureCategory === b.failureCategory &&
  (a.mark === 'another-account') === (b.mark === 'another-account');

/**
 * Number of times an answer that raises an alarm must be given before it counts, with at most one different answer among
 * them. Measured (npm run nights, seeds 1 and 2): with two, 4 and 5 false alarms in 1,000 nights; with three, none.
 */
export const CONFIRMATIONS_NEEDED = 3;

/** Number of different answers in spite of which an alarm is confirmed. */
const MAX_DISSENT = 1;

/** The conclusive attempts of a probe, divided by whether they agree with the first one that raised an alarm. */
interface Tally {
  /** Those that raise the same alarm; empty if there is no alarm. */
  readonly alarms: readonly Attempt[];
  readonly others: readonly Attempt[];
}

function tally(history: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): Tally {
  const attempts = conclusive(history, isAlarm);
  const alarm = attempts.find(isAlarm);
  if (!alarm) return { alarms: [], others: attempts };
  const agrees = ({ answer }: Attempt): boolean => alike(answer, alarm.answer);
  return { alarms: attempts.filter(agrees), others: attempts.filter((attempt) => !agrees(attempt)) };
}

/** Whether any attempt raised an alarm. */
export function hasAlarm(history: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): boolean {
  return tally(history, isAlarm).alarms.length > 0;
}

/** Whether a probe must be sent again: it has no conclusive answer yet, or an alarm is undecided. */
export function needsAnotherAttempt(history: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): boolean {
  const { alarms, others } = tally(history, isAlarm);
  if (alarms.length === 0) return others.length === 0;
  return alarms.length < CONFIRMATIONS_NEEDED && others.length <= MAX_DISSENT;
}

/** Whether an alarm was raised but neither confirmed nor refuted. */
export function isUnconfirmed(history: ProbeAttempts, isAlarm: (attempt: Attempt) => boolean): boolean {
  return tally(history, isAlarm).alarms.length > 0 && needsAnotherAttempt(history, isAlarm);
}

const statusesOf = (attempts: readonly Attempt[]): number[] => attempts.map(({ answer }) => answer.status);

const marked = (
  { exchange }: Attempt,
  more: Pick<RecordedMeta, 'flapping' | 'dissent' | 'steady' | 'times'>,
): Exchange => ({
  ...exchange,
  meta: { ...exchange.meta, ...more },
});

/** Returns the result of a probe once no further attempt is made: an exchange, or why there is none. */
export function resolve(
  history: ProbeAttempts,
  isAlarm: (attempt: Attempt) => boolean,
): { readonly exchange: Exchange } | { readonly unanswered: Unanswered } {
  const { probe, attempts, failure } = history;
  const { alarms, others } = tally(history, isAlarm);
  const alarm = alarms.at(-1);
  if (!alarm) {
    const last = others.at(-1) ?? attempts.at(-1);
    if (last) return { exchange: last.exchange };
    return { unanswered: { ...probe, verdict: 'inconclusive', reason: failure ?? 'it was not asked' } };
  }
  if (alarms.length >= CONFIRMATIONS_NEEDED && others.length <= MAX_DISSENT) {
    return {
      exchange: marked(alarm, {
        times: alarms.length,
        ...(others.length > 0 && { dissent: statusesOf(others) }),
        ...(!isConclusive(alarm.answer) && { steady: statusesOf(alarms) }),
      }),
    };
  }
  if (others.length > 0)
    return { exchange: marked(alarm, { flapping: statusesOf(conclusive(history, isAlarm)) }) };
  const reason = `answered ${statusesOf(alarms).join(', then ')}, which could not be confirmed: ${failure ?? 'no further answer was conclusive'}`;
  return { unanswered: { ...probe, verdict: 'inconclusive', reason } };
}
