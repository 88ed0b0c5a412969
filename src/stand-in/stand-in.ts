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
/** What the stand-in remembers of an `Authorization`: the same for the same one, and never the header itself. */
export function callerOf(authorization: string | undefined): string | null {
  return authorization === undefined
    ? null
    : createHash('sha256').update(authorization).digest('hex').slice(0, 16);
}

export type { SeenRequest, StandInFault } from './faults.ts';

/** How a stand-in begins. */
export interface StandInOptions {
  /** Whose credentials it knows; synthetic ones unless they are given. */
  readonly identity?: Identity;
  readonly behaviour?: Behaviour;
  /** The id of the site at the gateway. */
  readonly cloudId?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** For the rates of faults. */
  readonly random?: () => number;
  /** False: answers to the account carry no `x-aaccountid`. */
  readonly accountIdHeader?: boolean;
}

/** A site on this machine that answers as Jira was measured to. It is not Jira, and each of its answers says so. */
export interface StandIn {
  /** Of the site, the gateway and the Admin API alike. */
  readonly origin: string;
  readonly cloudId: string;
  readonly requests: readonly SeenRequest[];
  readonly become: (behaviour: Behaviour) => void;
  /** The token stops working, after a time in milliseconds; several times stand for replicas that answer in turn. */
  readonly revoke: (token: string, afterMs?: number | readonly number[]) => void;
  /** Switches a fault on; the function that is given back switches it off. */
  readonly inject: (fault: StandInFault) => () => void;
  readonly close: () => Promise<void>;
}

const CLOUD_ID = '57a0d1a0-57a0-4d1a-8000-57a0d1a057a0';

const MARKS = { 'x-stand-in': 'jira-token-contract', server: 'jira-token-contract-stand-in' };

/** A name that leads here by DNS must not do: a page in a browser could else drive the stand-in. */
const isLocal = ({ headers }: IncomingMessage): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(headers.host ?? '');

const sendJson = (response: ServerResponse, { status, body }: ControlResponse): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
};

/** Opens a stand-in on 127.0.0.1. */
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
    for (const [name, value] of Object.entries(MARKS)) response.setHeader(name, value);
    // Node would put in the time of the wall, which need not be the stand-in's.
    response.setHeader('date', new Date(now()).toUTCString());
    if (!isLocal(request)) return sendJson(response, { status: 403, body: { error: 'loopback only' } });
    if (url.pathname.startsWith('/_stand-in/')) return sendJson(response, control(method, url, controls));
    if (method !== 'GET' && method !== 'HEAD') {
      return sendJson(response, { status: 405, body: { error: 'the stand-in only reads' } });
    }
    const { authorization, accept } = headers;
    const state = resolve(authorization, identity, isRevoked);
    const seen = { method, path: url.pathname, state, caller: callerOf(authorization), at: now() };
    requests.push(seen);
    if (faults.strike(seen, request, response)) return;
    const asked = { path: url.pathname, query: url.searchParams, authorization, accept, state };
    const site = { origin, cloudId, identity, behaviour, accountIdHeader, isRevoked };
    const told = answerRequest(asked, site);
    const accepts = headers['accept-encoding'];
    const { bytes, coding } = compress(told.body, accepts, requests.length);
    response.writeHead(told.status, {
      ...told.headers,
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
