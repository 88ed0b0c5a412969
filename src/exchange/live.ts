import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { showsCaptcha } from '../evidence/captcha.ts';
import { wireHeader, wireValues, type Head, type Wire } from '../evidence/wire.ts';
import { isLoopback } from './allowed-origin.ts';
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

/** Decides whether a request may be sent, and hears what came of it. */
export interface Gate {
  /** Why it must not be sent, or undefined. Asked right before each attempt. */
  readonly shut: () => string | undefined;
  /** Takes status and headers of each answer as soon as they are there. */
  readonly begun: (head: Head) => void;
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

/** The name of this machine means this machine, whatever the DNS says: plain http goes nowhere else. */
const pinned: LookupFunction = (host, options, callback) =>
  lookup(isLoopback(host) ? '127.0.0.1' : host, options, callback);

/** Whether an answer says that a CAPTCHA stands before the account. */
export function isCaptcha(head: Head): boolean {
  return showsCaptcha((name) => wireValues(head, name));
}

/** Whether an answer says nothing about a credential, and may be different in a moment. */
function isPassing(head: Head): boolean {
  return (head.status === 429 || head.status >= 500) && !isCaptcha(head);
}

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
  const once = async (request: PlannedRequest, { shut, begun, lost }: Gate): Promise<Outcome> => {
    // Once more after the wait: another answer may have come between the turn and here.
    if (!(await pace.turn(shut)) || shut() !== undefined) {
      return { failure: pace.stopped ?? shut() ?? 'the run has stopped', stopped: true };
    }
    const at = now();
    try {
      const wire = await send(request, dispatcher, { ...bounds, begun });
      if (isPassing(wire)) lost();
      pace.note(!isPassing(wire), `it answered ${wire.status}`);
      pace.pause(askedToWait(wire, now()));
      return { wire, at };
    } catch (error) {
      lost();
      const failure = pace.stopped ?? failureWords(error);
      pace.note(false, failure);
      return { failure, stopped: false };
    }
  };
  return {
    ask: async (request, gate = OPEN) => {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await once(request, gate);
        const passing = 'wire' in outcome ? isPassing(outcome.wire) : !outcome.stopped;
        if (!passing || attempt === pace.manners.attempts) return outcome;
        if (pace.stopped !== undefined || gate.shut() !== undefined) return outcome;
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
