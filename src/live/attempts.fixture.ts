import type { Answer } from '../classify/answer.ts';
import { MEASURED_SITE, type SiteTraits } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Probe } from '../contract/probe.ts';
import type { RecordedResponse } from '../evidence/exchange.ts';
import type { ProbeAttempts, Attempt } from './probe-attempts.ts';

/** For tests: a probe that is normally ignored. */
export const REVOKED_PROJECT: Probe = { credential: 'revoked', operation: 'GET /rest/api/3/project' };

/** For tests: an attempt with a classified answer. */
export function attempt(
  response: RecordedResponse,
  probe: Probe = REVOKED_PROJECT,
  traits: SiteTraits = MEASURED_SITE,
): Attempt {
  const exchange = {
    ...probe,
    response: { headers: {}, ...response },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
  } as const;
  return { exchange, answer: classify(exchange, traits) };
}

/** For tests: an attempt with parts of its answer replaced. */
export function attemptAs(answer: Partial<Answer>, probe?: Probe): Attempt {
  const original = attempt({ status: answer.status ?? 200 }, probe);
  return { ...original, answer: { ...original.answer, ...answer } };
}

/** For tests: the attempts of a probe. */
export function historyOf(
  answers: readonly Attempt[],
  failure?: string,
  probe: Probe = REVOKED_PROJECT,
): ProbeAttempts {
  return { probe, attempts: answers, failure };
}
