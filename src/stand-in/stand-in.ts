import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';
import { answerRequest } from './answer-request.ts';
import type { Behaviour } from './behaviours.ts';
import { compress } from './compress.ts';
import { control, type ControlResponse } from './control.ts';
import { Faults, type SeenRequest, type StandInFault } from './faults.ts';
import { resolve } from './resolve.ts';
import { Revocations } from './revocations.ts';

export { BEHAVIOURS, type Behaviour } from './behaviours.ts';

/** Returns a digest of an `Authorization` header, which the stand-in records instead of the header. */
export function callerOf(authorization: string | undefined): string | null {
  return authorization === undefined
    ? null
    : createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}

export type { SeenRequest, StandInFault } from './faults.ts';

/** Options of a stand-in. */
export interface StandInOptions {
  /** The credentials it knows; synthetic ones by default. */
  readonly identity?: Identity;
  readonly behaviour?: Behaviour;
  /** The id of the site at the gateway. */
  readonly cloudId?: string;
  /** The port; 0, the default, selects a free one. */
  readonly port?: number;
  /** Returns the time in milliseconds since 1970. */
  readonly now?: () => number;
  /** Returns random numbers from 0 to 1, for the rates of faults. */
  readonly random?: () => number;
  /** Whether answers to the account have `x-aaccountid`; true by default. */
  readonly accountIdHeader?: boolean;
}

/** A site on this machine that answers as Jira was measured to. It is not Jira, and every answer says so. */
export interface StandIn {
  /** The origin of the site, the gateway and the Admin API. */
  readonly origin: string;
  readonly cloudId: string;
  readonly requests: readonly SeenRequest[];
  readonly become: (behaviour: Behaviour) => void;
  /** Revokes a token after a delay in milliseconds, or after one delay per replica; the replicas answer in turn. */
  readonly revoke: (token: string, afterMs?: number | readonly number[]) => void;
  /** Activates a fault, and returns a function that deactivates it. */
  readonly inject: (fault: StandInFault) => () => void;
  readonly close: () => Promise<void>;
}

const CLOUD_ID = '57a0d1a0-57a0-4d1a-8000-57a0d1a057a0';

const IDENTIFYING_HEADERS = { 'x-stand-in': 'jira-token-contract', server: 'jira-token-contract-stand-in' };

/** Whether a request uses a loopback host name. Other names are refused, so that no web page can control the stand-in through DNS. */
const isLocal = ({ headers }: IncomingMessage): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(headers.host ?? '');

const sendJson = (response: ServerResponse, { status, body }: ControlResponse): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
};

/** Opens a stand-in on 127.0.0.1. Close it with `close`. */
export async function openStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { identity = SYNTHETIC_IDENTITY, port = 0, now = Date.now, random = Math.random } = options;
  const { accountIdHeader = true, cloudId = CLOUD_ID } = options;
  let { behaviour = '2026-09' } = options;
  let origin = '';
  const requests: SeenRequest[] = [];
  const faults = new Faults(random);
  const revocations = new Revocations(now);
  const isRevoked = (token: string): boolean => revocations.has(token);
  const standIn = {
    become: (next: Behaviour): void => {
      behaviour = next;
    },
    revoke: (token: string, afterMs: number | readonly number[] = 0): void => revocations.add(token, afterMs),
    inject: (fault: StandInFault) => faults.add(fault),
  };
  const controls = {
    ...standIn,
    identity,
    clearFaults: () => faults.clear(),
    state: () => ({ behaviour, faults: faults.kinds, requests: requests.length }),
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', headers } = request;
    const url = new URL(request.url ?? '/', origin);
    for (const [name, value] of Object.entries(IDENTIFYING_HEADERS)) response.setHeader(name, value);
    // Node.js would set the real time, which may differ from that of the stand-in.
    response.setHeader('date', new Date(now()).toUTCString());
    if (!isLocal(request))
      return sendJson(response, { status: 403, body: { error: 'only loopback hosts are allowed' } });
    if (url.pathname.startsWith('/_stand-in/')) return sendJson(response, control(method, url, controls));
    if (method !== 'GET' && method !== 'HEAD') {
      return sendJson(response, { status: 405, body: { error: 'only GET and HEAD are allowed' } });
    }
    const { authorization, accept } = headers;
    const state = resolve(authorization, identity, isRevoked);
    const seen = { method, path: url.pathname, state, caller: callerOf(authorization), at: now() };
    requests.push(seen);
    if (faults.strike(seen, request, response)) return;
    const asked = { path: url.pathname, query: url.searchParams, authorization, accept, state };
    const site = { origin, cloudId, identity, behaviour, accountIdHeader, isRevoked };
    const result = answerRequest(asked, site);
    const accepts = headers['accept-encoding'];
    const { bytes, coding } = compress(result.body, accepts, requests.length);
    response.writeHead(result.status, {
      ...result.headers,
      ...(coding !== undefined && { 'content-encoding': coding }),
    });
    response.end(bytes);
  }

  const server = createServer(answer);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`;
  return {
    ...standIn,
    origin,
    cloudId,
    requests,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
