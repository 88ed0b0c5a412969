import { rawHeader, type ResponseHead, type RawResponse } from '../evidence/raw-response.ts';
import { DIRECT, type Network } from './agent.ts';
import { BOUNDS, openConnection, type Bounds } from './connection.ts';
import { describeTransportError, isTimeout } from './transport-errors.ts';
import { isCaptcha } from './is-captcha.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { requestedPause, limitNameOf } from './retry-after.ts';
import { send } from './send.ts';
import type { PlannedRequest } from './planned-request.ts';

/** The result of a request: a response with the time it was sent, or why there is none. */
export type Outcome =
  | { readonly wire: RawResponse; readonly at: number }
  | { readonly failure: string; readonly stopped: boolean; readonly slow?: boolean };

/** Decides whether a request may be sent, and is notified of its result. */
export interface Gate {
  /** Returns why the request must not be sent, or undefined. Called right before each attempt. */
  readonly refusal: () => string | undefined;
  /** Receives status and headers of each response as soon as they arrive. */
  readonly onHead: (head: ResponseHead) => void;
  /** Called when an attempt got no usable response: a 429, a 5xx, or no complete response. */
  readonly onFailure: () => void;
}

/** Allows every request. */
const OPEN: Gate = { refusal: () => undefined, onHead: () => undefined, onFailure: () => undefined };

/** An HTTP client for a live site. */
export interface LiveClient {
  /**
   * Sends a request, and retries while the response is transient and attempts are left. A refusal or a CAPTCHA is a final
   * response: neither is retried.
   */
  readonly ask: (request: PlannedRequest, gate?: Gate) => Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/** Transient failure (429 or 5xx, but not a CAPTCHA): retry. */
function isTransient(head: ResponseHead): boolean {
  return (head.status === 429 || head.status >= 500) && !isCaptcha(head);
}

/** Opens a read-only client that can reach the given origins only, directly or through a proxy. */
export function openClient(
  origins: readonly string[],
  limiter: RateLimiter,
  { now }: { now: () => number },
  bounds: Bounds = BOUNDS,
  network: Network = DIRECT,
): LiveClient {
  const { dispatcher, destroy, isProxied } = openConnection(origins, bounds, {
    connections: limiter.politeness.concurrency,
    network,
  });
  // Requests in flight end with the run; the limiter knows the reason.
  const end = (): void => void destroy();
  limiter.signal.addEventListener('abort', end);
  const once = async (request: PlannedRequest, { refusal, onHead, onFailure }: Gate): Promise<Outcome> => {
    // Check again after the wait: another response may have arrived in the meantime.
    if (!(await limiter.acquire(refusal)) || refusal() !== undefined) {
      return { failure: limiter.stopped ?? refusal() ?? 'the run has stopped', stopped: true };
    }
    const at = now();
    try {
      const wire = await send(request, dispatcher, { ...bounds, onHead });
      if (isTransient(wire)) onFailure();
      limiter.pause(requestedPause(wire, now()), limitNameOf(wire));
      return { wire, at };
    } catch (error) {
      onFailure();
      const stopped = limiter.stopped !== undefined;
      const failure = limiter.stopped ?? describeTransportError(error, isProxied(request.origin));
      return { failure, stopped, slow: isTimeout(error) };
    }
  };
  return {
    ask: async (request, gate = OPEN) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(request, gate);
        const retry = 'wire' in outcome ? isTransient(outcome.wire) : !outcome.stopped && !outcome.slow;
        if (!retry || attempt === limiter.politeness.maxAttempts) return outcome;
        if (limiter.stopped !== undefined || gate.refusal() !== undefined) return outcome;
        await limiter.backOff(attempt);
      }
    },
    close: () => {
      limiter.signal.removeEventListener('abort', end);
      return destroy();
    },
  };
}

/** Whether a response comes from the stand-in, which identifies itself. */
export function isStandIn(wire: RawResponse): boolean {
  return rawHeader(wire, 'x-stand-in') !== null;
}
