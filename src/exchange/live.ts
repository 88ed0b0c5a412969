import { wireHeader, type Wire } from '../evidence/wire.ts';
import { DIRECT, openAgent, type Network } from './agent.ts';
import { failureWords } from './failure.ts';
import { hostLock } from './host-lock.ts';
import type { Pace } from './pace.ts';
import { askedToWait } from './patience.ts';
import { send } from './send.ts';
import type { PlannedRequest } from './target.ts';

/** What bounds a single exchange: milliseconds, and bytes of the decoded body. */
export interface Bounds {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  /** From the first byte sent to the last one read: a body that drips for ever never runs into the others. */
  readonly total: number;
  readonly maxBody: number;
}

export const BOUNDS: Bounds = {
  connect: 10_000,
  headers: 30_000,
  body: 15_000,
  total: 60_000,
  maxBody: 5 * 2 ** 20,
};

/** What came of asking: an answer, or why there is none. */
export type Outcome =
  | { readonly wire: Wire; readonly at: number }
  | { readonly failure: string; readonly stopped: boolean };

/** Speaks to a live site. */
export interface LiveClient {
  /** Asks until an answer says something or the attempts are used up. A refusal is an answer: it is never repeated. */
  readonly ask: (request: PlannedRequest) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Says nothing about a credential, and may be different in a moment. */
const isPassing = ({ status }: Wire): boolean => status === 429 || status >= 500;

/** Opens a client that reaches the named origins and no others, directly or through a proxy. */
export function openLive(
  origins: readonly string[],
  pace: Pace,
  { now }: { now: () => number },
  bounds: Bounds = BOUNDS,
  network: Network = DIRECT,
): LiveClient {
  const { agent, isProxied } = openAgent(network, { ...bounds, connections: pace.manners.concurrency });
  // What is under way ends with the run; the reason is the pace's to say.
  const end = (): void => void agent.destroy();
  pace.signal.addEventListener('abort', end, { once: true });
  const dispatcher = agent.compose(hostLock(origins));
  const once = async (request: PlannedRequest): Promise<Outcome> => {
    if (!(await pace.turn())) return { failure: pace.stopped ?? 'the run has stopped', stopped: true };
    const at = now();
    try {
      const wire = await send(request, dispatcher, bounds);
      pace.note(!isPassing(wire), `it answered ${wire.status}`);
      pace.pause(askedToWait(wire, now()));
      return { wire, at };
    } catch (error) {
      const failure = pace.stopped ?? failureWords(error, isProxied(request.origin));
      pace.note(false, failure);
      return { failure, stopped: false };
    }
  };
  return {
    ask: async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(request);
        const passing = 'wire' in outcome ? isPassing(outcome.wire) : !outcome.stopped;
        if (!passing || attempt === pace.manners.attempts || pace.stopped !== undefined) return outcome;
        await pace.backOff(attempt);
      }
    },
    close: () => {
      pace.signal.removeEventListener('abort', end);
      return agent.destroy();
    },
  };
}

/** Whether an answer is the stand-in's, which says so itself. */
export function isStandIn(wire: Wire): boolean {
  return wireHeader(wire, 'x-stand-in') !== null;
}
