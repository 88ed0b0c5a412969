import { asSteady, isConclusive, type Answer } from '../classify/answer.ts';
import type { Probe } from '../contract/probe.ts';
import type { Exchange, RecordedMeta } from '../evidence/exchange.ts';
import type { Unanswered } from '../http/unanswered.ts';

/** One exchange and what it means. */
export interface Attempt {
  readonly exchange: Exchange & { readonly meta: RecordedMeta };
  readonly answer: Answer;
}

/** All that a probe was told in one run, in order. */
export interface ProbeAttempts {
  readonly probe: Probe;
  readonly attempts: readonly Attempt[];
  /** Why the last attempt got no answer at all, where it got none. */
  readonly failure?: string | undefined;
}

/** Whether an answer says something about the credential. */
export function isAnswered(history: ProbeAttempts): boolean {
  return history.attempts.some(({ answer }) => isConclusive(answer));
}

/** What says something: also what would if it were the same every time, where that would raise an alarm. */
const conclusive = ({ attempts: told }: ProbeAttempts, alarming: (told: Attempt) => boolean): Attempt[] =>
  told.filter((one) => isConclusive(one.answer) || (isConclusive(asSteady(one.answer)) && alarming(one)));

/** Alike in what a client relies on. Data, and with it the shape of a body, may change from minute to minute. */
const alike = (a: Answer, b: Answer): boolean =>
  a.treatment === b.treatment &&
  a.status === b.status &&
  a.loginReason === b.loginReason &&
  a.failureCategory === b.failureCategory &&
  (a.mark === 'another-account') === (b.mark === 'another-account');

/**
 * So often an answer that would raise an alarm must be said before it counts, with at most one other answer among
 * them. Measured (npm run nights, seeds 1 and 2): said twice, 4 and 5 false alarms in 1,000 nights; three times, none.
 */
export const CONFIRMATIONS_NEEDED = 3;

const MAX_DISSENT = 1;

/** The conclusive answers of a probe, divided by whether they say what the first alarming one said. */
interface Tally {
  /** Those that would raise the same alarm; none where nothing alarming was said. */
  readonly alarms: readonly Attempt[];
  readonly others: readonly Attempt[];
}

function tally(history: ProbeAttempts, alarming: (told: Attempt) => boolean): Tally {
  const said = conclusive(history, alarming);
  const alarm = said.find(alarming);
  if (!alarm) return { alarms: [], others: said };
  const same = (told: Attempt): boolean => alike(told.answer, alarm.answer);
  return { alarms: said.filter(same), others: said.filter((told) => !same(told)) };
}

/** Whether something alarming was answered, whatever else was. */
export function hasAlarm(history: ProbeAttempts, alarming: (told: Attempt) => boolean): boolean {
  return tally(history, alarming).alarms.length > 0;
}

/** Whether a probe has to be asked once more: nothing conclusive was said yet, or an alarm is not decided. */
export function needsAnotherAttempt(history: ProbeAttempts, alarming: (told: Attempt) => boolean): boolean {
  const { alarms, others } = tally(history, alarming);
  if (alarms.length === 0) return others.length === 0;
  return alarms.length < CONFIRMATIONS_NEEDED && others.length <= MAX_DISSENT;
}

/** Whether an alarm was raised and is neither confirmed nor refuted. */
export function isUnconfirmed(history: ProbeAttempts, alarming: (told: Attempt) => boolean): boolean {
  return tally(history, alarming).alarms.length > 0 && needsAnotherAttempt(history, alarming);
}

const statusesOf = (told: readonly Attempt[]): number[] => told.map(({ answer }) => answer.status);

const marked = (
  { exchange }: Attempt,
  more: Pick<RecordedMeta, 'flapping' | 'dissent' | 'steady' | 'times'>,
): Exchange => ({
  ...exchange,
  meta: { ...exchange.meta, ...more },
});

/** What a probe comes to when nothing more is asked. */
export function resolve(
  history: ProbeAttempts,
  alarming: (told: Attempt) => boolean,
): { readonly exchange: Exchange } | { readonly unanswered: Unanswered } {
  const { probe, attempts: told, failure } = history;
  const { alarms, others } = tally(history, alarming);
  const alarm = alarms.at(-1);
  if (!alarm) {
    const last = others.at(-1) ?? told.at(-1);
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
    return { exchange: marked(alarm, { flapping: statusesOf(conclusive(history, alarming)) }) };
  const reason = `answered ${statusesOf(alarms).join(', then ')}, which could not be confirmed: ${failure ?? 'no further answer was conclusive'}`;
  return { unanswered: { ...probe, verdict: 'inconclusive', reason } };
}
