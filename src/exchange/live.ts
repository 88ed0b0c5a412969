import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { wireHeader, type Wire } from '../evidence/wire.ts';
import { isLoopback } from './allowed-origin.ts';
import { failureWords, ranOutOfTime } from './failure.ts';
import { hostLock } from './host-lock.ts';
import type { Pace } from './pace.ts';
import { askedToWait, limitOf } from './patience.ts';
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
  | { readonly failure: string; readonly stopped: boolean; readonly slow?: boolean };

/** Speaks to a live site. */
export interface LiveClient {
  /** Asks until an answer says something or the attempts are used up. A refusal is an answer: it is never repeated. */
  readonly ask: (request: PlannedRequest) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** The name of this machine means this machine, whatever the DNS says: plain http goes nowhere else. */
const pinned: LookupFunction = (host, options, callback) =>
  lookup(isLoopback(host) ? '127.0.0.1' : host, options, callback);

/** Says nothing about a credential, and may be different in a moment. */
const isPassing = ({ status }: Wire): boolean => status === 429 || status >= 500;

/**
 * Opens a client that reaches the named origins and no others. HTTP/1.1, kept alive; certificates are always verified,
 * whatever the environment says.
 */
export function openLive(
  origins: readonly string[],
  pace: Pace,
  { now }: { now: () => number },
  bounds: Bounds = BOUNDS,
): LiveClient {
  const agent = new Agent({
    allowH2: false,
    connections: pace.manners.concurrency,
    headersTimeout: bounds.headers,
    bodyTimeout: bounds.body,
    connect: { timeout: bounds.connect, rejectUnauthorized: true, lookup: pinned },
  });
  // What is under way ends with the run; the reason is the pace's to say.
  const end = (): void => void agent.destroy();
  pace.signal.addEventListener('abort', end, { once: true });
  const dispatcher = agent.compose(hostLock(origins));
  const once = async (request: PlannedRequest): Promise<Outcome> => {
    if (!(await pace.turn())) return { failure: pace.stopped ?? 'the run has stopped', stopped: true };
    const at = now();
    try {
      const wire = await send(request, dispatcher, bounds);
      pace.pause(askedToWait(wire, now()), limitOf(wire));
      return { wire, at };
    } catch (error) {
      const stopped = pace.stopped !== undefined;
      return { failure: pace.stopped ?? failureWords(error), stopped, slow: ranOutOfTime(error) };
    }
  };
  return {
    ask: async (request) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(request);
        const passing = 'wire' in outcome ? isPassing(outcome.wire) : !outcome.stopped && !outcome.slow;
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
