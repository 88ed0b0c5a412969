import type { Answer } from '../classify/answer.ts';
import { AS_MEASURED, type Traits } from '../classify/site-traits.ts';
import { understand } from '../classify/classify.ts';
import type { Probe } from '../contract/probe.ts';
import type { KeptResponse } from '../evidence/exchange.ts';
import type { History, Told } from './probe-attempts.ts';

/** For tests: a probe that is ignored where all is well. */
export const REVOKED_PROJECT: Probe = { credential: 'revoked', operation: 'GET /rest/api/3/project' };

/** For tests: what a probe was told, read as an answer of Jira is. */
export function told(
  response: KeptResponse,
  probe: Probe = REVOKED_PROJECT,
  traits: Traits = AS_MEASURED,
): Told {
  const exchange = {
    ...probe,
    response: { headers: {}, ...response },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
  } as const;
  return { exchange, answer: understand(exchange, traits) };
}

/** For tests: the same, with the meaning given. */
export function toldAs(answer: Partial<Answer>, probe?: Probe): Told {
  const one = told({ status: answer.status ?? 200 }, probe);
  return { ...one, answer: { ...one.answer, ...answer } };
}

/** For tests: the history of a probe. */
export function historyOf(
  answers: readonly Told[],
  failure?: string,
  probe: Probe = REVOKED_PROJECT,
): History {
  return { probe, told: answers, failure };
}
