import { asSteady, isConclusive, type Answer } from '../classify/answer.ts';
import type { Probe } from '../contract/probe.ts';
import type { Exchange, RecordedMeta } from '../evidence/exchange.ts';
import type { Unanswered } from '../http/unanswered.ts';

/** One exchange and what it means. */
export interface Told {
  readonly exchange: Exchange & { readonly meta: RecordedMeta };
  readonly answer: Answer;
}

/** All that a probe was told in one run, in order. */
export interface History {
  readonly probe: Probe;
  readonly told: readonly Told[];
  /** Why the last attempt got no answer at all, where it got none. */
  readonly failure?: string | undefined;
}

/** Whether an answer says something about the credential. */
export function isAnswered(history: History): boolean {
  return history.told.some(({ answer }) => isConclusive(answer));
}

/** What says something: also what would if it were the same every time, where that would raise an alarm. */
const conclusive = ({ told }: History, alarming: (told: Told) => boolean): Told[] =>
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
export const TIMES_TO_BELIEVE = 3;

const DISSENT_AT_MOST = 1;

/** The conclusive answers of a probe, divided by whether they say what the first alarming one said. */
interface Poll {
  /** Those that would raise the same alarm; none where nothing alarming was said. */
  readonly alarms: readonly Told[];
  readonly others: readonly Told[];
}

function poll(history: History, alarming: (told: Told) => boolean): Poll {
  const said = conclusive(history, alarming);
  const alarm = said.find(alarming);
  if (!alarm) return { alarms: [], others: said };
  const same = (told: Told): boolean => alike(told.answer, alarm.answer);
  return { alarms: said.filter(same), others: said.filter((told) => !same(told)) };
}

/** Whether something alarming was answered, whatever else was. */
export function hasAlarm(history: History, alarming: (told: Told) => boolean): boolean {
  return poll(history, alarming).alarms.length > 0;
}

/** Whether a probe has to be asked once more: nothing conclusive was said yet, or an alarm is not decided. */
export function isOpen(history: History, alarming: (told: Told) => boolean): boolean {
  const { alarms, others } = poll(history, alarming);
  if (alarms.length === 0) return others.length === 0;
  return alarms.length < TIMES_TO_BELIEVE && others.length <= DISSENT_AT_MOST;
}

/** Whether an alarm was raised and is neither confirmed nor refuted. */
export function isUnconfirmed(history: History, alarming: (told: Told) => boolean): boolean {
  return poll(history, alarming).alarms.length > 0 && isOpen(history, alarming);
}

const statusesOf = (told: readonly Told[]): number[] => told.map(({ answer }) => answer.status);

const marked = (
  { exchange }: Told,
  more: Pick<RecordedMeta, 'flapping' | 'dissent' | 'steady' | 'times'>,
): Exchange => ({
  ...exchange,
  meta: { ...exchange.meta, ...more },
});

/** What a probe comes to when nothing more is asked. */
export function settle(
  history: History,
  alarming: (told: Told) => boolean,
): { readonly exchange: Exchange } | { readonly unanswered: Unanswered } {
  const { probe, told, failure } = history;
  const { alarms, others } = poll(history, alarming);
  const alarm = alarms.at(-1);
  if (!alarm) {
    const last = others.at(-1) ?? told.at(-1);
    if (last) return { exchange: last.exchange };
    return { unanswered: { ...probe, verdict: 'inconclusive', reason: failure ?? 'it was not asked' } };
  }
  if (alarms.length >= TIMES_TO_BELIEVE && others.length <= DISSENT_AT_MOST) {
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
