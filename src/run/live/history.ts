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
 * Whether a probe has to be asked once more before it counts: nothing conclusive was said yet, or what was
 * said only once would raise an alarm.
 */
export function isOpen(history: History, alarming: (told: Told) => boolean): boolean {
  const said = conclusive(history);
  const [first] = said;
  return first === undefined || (said.length === 1 && alarming(first));
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
  if (said.length === 1 && alarming(last)) {
    return unsure(
      `answered ${last.answer.status} once, which could not be confirmed: ${failure ?? 'no second answer was conclusive'}`,
    );
  }
  return { exchange: last.exchange };
}
