import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import type { RawResponse } from '../evidence/raw-response.ts';
import type { Clock } from '../http/clock.ts';
import type { LiveClient, openClient, Outcome } from '../http/client.ts';
import { requestedPause, limitNameOf } from '../http/retry-after.ts';
import type { PlannedRequest } from '../http/planned-request.ts';
import { answerRequest } from '../stand-in/answer-request.ts';
import type { Behaviour } from '../stand-in/behaviours.ts';
import { Faults } from '../stand-in/faults.ts';
import { NO_BODY } from '../stand-in/read-body.ts';
import { recordOf, type SeenRequest } from '../stand-in/requests.ts';
import { resolve } from '../stand-in/resolve.ts';
import { Revocations } from '../stand-in/revocations.ts';
import type { StandIn } from '../stand-in/stand-in.ts';

/** A request without a connection, and its response, which is read instead of sent. */
function unsent(url: string): {
  request: IncomingMessage;
  response: ServerResponse;
  read: () => RawResponse | undefined;
} {
  const socket = new Socket();
  const request = new IncomingMessage(socket);
  request.url = url;
  const response = new ServerResponse(request);
  response.assignSocket(socket);
  let text = '';
  let isLost = false;
  response.end = (body?: unknown) => {
    text = typeof body === 'string' ? body : '';
    return response;
  };
  socket.resetAndDestroy = () => {
    isLost = true;
    return socket;
  };
  const read = (): RawResponse | undefined => {
    const headers = Object.entries(response.getHeaders()).map(([name, value]) => [
      name,
      typeof value === 'number' ? String(value) : value,
    ]);
    return isLost ? undefined : { status: response.statusCode, headers: Object.fromEntries(headers), text };
  };
  return { request, response, read };
}

/** For tests: the stand-in without a server, and a client that reaches it without a network. */
export interface MemorySite extends Pick<StandIn, 'requests' | 'revoke' | 'inject'> {
  readonly open: typeof openClient;
}

/** Options of an in-memory site. */
export interface MemorySiteOptions {
  readonly behaviour?: Behaviour;
  /** The time of the site; that of the clock by default. */
  readonly now?: () => number;
  /** Milliseconds from the client to the site, and again from the site to the client. */
  readonly latency?: number;
  /** Whether answers to the account have `x-aaccountid`. */
  readonly accountIdHeader?: boolean;
}

/**
 * For tests: opens an in-memory site that answers like the stand-in. Only the time of the clock passes.
 *
 * @param origin the origin in the settings
 */
export function memorySite(
  clock: Clock,
  origin: string,
  { behaviour = '2026-09', now = clock.now, latency = 40, accountIdHeader = true }: MemorySiteOptions = {},
): MemorySite {
  const identity = SYNTHETIC_IDENTITY;
  const requests: SeenRequest[] = [];
  const revocations = new Revocations(now);
  const faults = new Faults(clock.random);
  const isRevoked = (token: string): boolean => revocations.has(token);

  function answer({ path, query, authorization }: PlannedRequest): RawResponse | undefined {
    const header = authorization ?? undefined;
    const state = resolve(header, identity, isRevoked);
    const asked = { method: 'GET', path, query: new URLSearchParams(query), authorization: header, state };
    const seen = recordOf({ ...asked, body: undefined, host: new URL(origin).host, at: now() });
    requests.push(seen);
    const { request, response, read } = unsent(path);
    response.setHeader('x-stand-in', 'jira-token-contract');
    response.setHeader('date', new Date(now()).toUTCString());
    if (!faults.strike(seen, request, response)) {
      const site = {
        content: 'private',
        cloudId: '',
        identity,
        behaviour,
        accountIdHeader,
        isRevoked,
      } as const;
      const here = { origin, host: 'both', accept: 'application/json', body: NO_BODY } as const;
      const { response: result } = answerRequest({ ...asked, ...here }, site);
      response.writeHead(result.status, result.headers);
      response.end(result.body);
    }
    return read();
  }

  // Behaves like the HTTP client with one attempt per request.
  const open: typeof openClient = (_origins, limiter): LiveClient => ({
    ask: async (request, gate): Promise<Outcome> => {
      if (!(await limiter.acquire(gate?.refusal)))
        return { failure: limiter.stopped ?? 'refused by the gate', stopped: true };
      const at = clock.now();
      await clock.sleep(latency, limiter.signal);
      const wire = answer(request);
      await clock.sleep(latency, limiter.signal);
      if (limiter.stopped !== undefined) return { failure: limiter.stopped, stopped: true };
      if (wire === undefined) {
        gate?.onFailure();
        return { failure: 'the connection was reset', stopped: false };
      }
      gate?.onHead(wire);
      if (wire.status === 429 || wire.status >= 500) gate?.onFailure();
      limiter.pause(requestedPause(wire, clock.now()), limitNameOf(wire));
      return { wire, at };
    },
    close: () => Promise.resolve(),
  });

  return {
    requests,
    revoke: (token, after = 0) => revocations.add(token, after),
    inject: (fault) => faults.add(fault),
    open,
  };
}
