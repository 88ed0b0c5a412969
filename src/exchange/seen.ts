import { Fault } from '../contract/fault.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { Answerer, Unanswered } from './answerer.ts';

/** What a run saw of a site: plain data, safe to hand to another process. It holds no credential. */
export interface SeenAnswers {
  readonly info: RecordingSetInfo;
  readonly exchanges: readonly Exchange[];
  readonly unanswered: readonly Unanswered[];
}

/** Answers from what was seen, without a request. */
export function openSeen({ info, exchanges, unanswered }: SeenAnswers): Answerer {
  const seen = new Map(exchanges.map((exchange) => [probeKey(exchange), exchange]));
  const reasons = new Map(unanswered.map((one) => [probeKey(one), one]));
  return {
    has: (probe) => seen.has(probeKey(probe)),
    ask: (probe) => {
      const exchange = seen.get(probeKey(probe));
      if (exchange) return Promise.resolve(exchange);
      const name = `${probe.credential} on ${probe.operation}`;
      return Promise.reject(
        new Fault('unreplayed-request', `${info.name} has no answer for ${name}: it was not asked.`),
      );
    },
    why: (probe) => reasons.get(probeKey(probe)),
    close: () => Promise.resolve(),
  };
}
