import { rawHeader, type ResponseHead, type RawResponse } from '../evidence/raw-response.ts';
import { DIRECT, type Network } from './agent.ts';
import { BOUNDS, openConnection, type Bounds } from './connection.ts';
import { describeTransportError, isTimeout } from './transport-errors.ts';
import { isCaptcha } from './is-captcha.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { requestedPause, limitNameOf } from './retry-after.ts';
import { send } from './send.ts';
import type { PlannedRequest } from './planned-request.ts';

/** What came of asking: an answer, or why there is none. */
export type Outcome =
  | { readonly wire: RawResponse; readonly at: number }
  | { readonly failure: string; readonly stopped: boolean; readonly slow?: boolean };

/** Decides whether a request may be sent, and hears what came of it. */
export interface Gate {
  /** Why it must not be sent, or undefined. Asked right before each attempt. */
  readonly shut: () => string | undefined;
  /** Takes status and headers of each answer as soon as they are there. */
  readonly begun: (head: ResponseHead) => void;
  /** An attempt was made, and nothing came that says something: a 429, a 5xx, or no whole answer. */
  readonly lost: () => void;
}

/** Lets each request through. */
const OPEN: Gate = { shut: () => undefined, begun: () => undefined, lost: () => undefined };

/** Speaks to a live site. */
export interface LiveClient {
  /**
   * Asks until an answer says something or the attempts are used up. A refusal is an answer, and so is a CAPTCHA: neither
   * is repeated.
   */
  readonly ask: (request: PlannedRequest, gate?: Gate) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Whether an answer says nothing about a credential, and may be different in a moment. */
function isTransient(head: ResponseHead): boolean {
  return (head.status === 429 || head.status >= 500) && !isCaptcha(head);
}

/** Opens a client that reaches the named origins and no others, directly or through a proxy, and reads only. */
export function openClient(
  origins: readonly string[],
  pace: RateLimiter,
  { now }: { now: () => number },
  bounds: Bounds = BOUNDS,
  network: Network = DIRECT,
): LiveClient {
  const { dispatcher, destroy, isProxied } = openConnection(origins, bounds, {
    connections: pace.politeness.concurrency,
    network,
  });
  // What is under way ends with the run; the reason is the pace's to say.
  const end = (): void => void destroy();
  pace.signal.addEventListener('abort', end);
  const once = async (request: PlannedRequest, { shut, begun, lost }: Gate): Promise<Outcome> => {
    // Once more after the wait: another answer may have come between the turn and here.
    if (!(await pace.acquire(shut)) || shut() !== undefined) {
      return { failure: pace.stopped ?? shut() ?? 'the run has stopped', stopped: true };
    }
    const at = now();
    try {
      const wire = await send(request, dispatcher, { ...bounds, begun });
      if (isTransient(wire)) lost();
      pace.pause(requestedPause(wire, now()), limitNameOf(wire));
      return { wire, at };
    } catch (error) {
      lost();
      const stopped = pace.stopped !== undefined;
      const failure = pace.stopped ?? describeTransportError(error, isProxied(request.origin));
      return { failure, stopped, slow: isTimeout(error) };
    }
  };
  return {
    ask: async (request, gate = OPEN) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(request, gate);
        const passing = 'wire' in outcome ? isTransient(outcome.wire) : !outcome.stopped && !outcome.slow;
        if (!passing || attempt === pace.politeness.maxAttempts) return outcome;
        if (pace.stopped !== undefined || gate.shut() !== undefined) return outcome;
        await pace.backOff(attempt);
      }
    },
    close: () => {
      pace.signal.removeEventListener('abort', end);
      return destroy();
    },
  };
}

/** Whether an answer is the stand-in's, which says so itself. */
export function isStandIn(wire: RawResponse): boolean {
  return rawHeader(wire, 'x-stand-in') !== null;
}
