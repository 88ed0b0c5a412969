import type { Answer } from '../../answer/answer.ts';
import type { Probe } from '../../contract/probe.ts';
import type { Exchange, RecordedMeta } from '../../evidence/exchange.ts';
import type { Unanswered } from '../../exchange/answerer.ts';

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

const conclusive = ({ told }: History): Told[] =>
  told.filter(({ answer }) => answer.treatment !== 'inconclusive');

/** Alike in what a client relies on. Data, and with it the shape of a body, may change from minute to minute. */
const alike = (a: Answer, b: Answer): boolean =>
  a.treatment === b.treatment && a.status === b.status && a.loginReason === b.loginReason;

/**
 * So often the same must be said before an alarm is raised. At one odd answer in two hundred, twice would still be a
 * false alarm every other night; three times, one in a hundred thousand.
 */
export const TIMES_TO_BELIEVE = 3;

/** Whether a probe has to be asked once more: nothing conclusive was said yet, or what would raise an alarm too seldom. */
export function isOpen(history: History, alarming: (told: Told) => boolean): boolean {
  const said = conclusive(history);
  const [first] = said;
  if (first === undefined) return true;
  const agree = said.every(({ answer }) => alike(answer, first.answer));
  return agree && said.length < TIMES_TO_BELIEVE && alarming(first);
}

/** What a probe comes to when nothing more is asked. */
export function settle(
  history: History,
  alarming: (told: Told) => boolean,
): { readonly exchange: Exchange } | { readonly unanswered: Unanswered } {
  const { probe, told, failure } = history;
  const said = conclusive(history);
  const last = said.at(-1) ?? told.at(-1);
  const unsure = (reason: string) => ({ unanswered: { ...probe, verdict: 'inconclusive' as const, reason } });
  if (!last) return unsure(failure ?? 'it was not asked');
  const statuses = said.map(({ answer }) => answer.status);
  if (said.some(({ answer }) => !alike(answer, last.answer))) {
    return { exchange: { ...last.exchange, meta: { ...last.exchange.meta, flapping: statuses } } };
  }
  if (said.length > 0 && said.length < TIMES_TO_BELIEVE && alarming(last)) {
    return unsure(
      `answered ${statuses.join(', then ')}, which could not be confirmed: ${failure ?? 'no further answer was conclusive'}`,
    );
  }
  return { exchange: last.exchange };
}
