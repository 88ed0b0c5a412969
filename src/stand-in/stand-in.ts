import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { SYNTHETIC_IDENTITY, type Identity } from '../contract/identity.ts';
import { answerRequest } from './answer-request.ts';
import type { Behaviour } from './behaviours.ts';
import { compress } from './compress.ts';
import { control, type ControlResponse } from './control.ts';
import { Faults, type StandInFault } from './faults.ts';
import { accountHeaders } from './on-site.ts';
import { hasBody, NO_BODY, readBody, type Body } from './read-body.ts';
import { isWrite, recordOf, type SeenRequest } from './requests.ts';
import { resolve, secretIn } from './resolve.ts';
import { RevocationTriggers, type PlannedRevocation } from './revocation-triggers.ts';
import { Revocations } from './revocations.ts';
import type { Content } from './site/corpus.ts';
import type { Certificates } from './tls/certificates.ts';
import { hostKindOf } from './tls/host-names.ts';
import { openTlsSide, type TlsSide } from './tls/proxy.ts';

export { BEHAVIOURS, type Behaviour } from './behaviours.ts';
export { callerOf, type SeenRequest } from './requests.ts';
export type { StandInFault } from './faults.ts';

/** Options of a stand-in. */
export interface StandInOptions {
  /** The credentials it knows; synthetic ones by default. */
  readonly identity?: Identity;
  readonly behaviour?: Behaviour;
  /** What the site contains; `private` by default: two pages of everything, for the account alone. */
  readonly content?: Content;
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
  /** Whether it is also open with TLS, and behind a proxy as `*.atlassian.net` and `api.atlassian.com`. */
  readonly tls?: boolean;
  /** Returns whether the text of a request to another host holds a credential; by default if it has an `Authorization`. */
  readonly holdsCredential?: (text: string) => boolean;
  /** Certificates for TLS that several stand-ins share, because making them takes a while; made for each by default. */
  readonly certificates?: Certificates;
}

/** A site on this machine that answers as Jira was measured to. It is not Jira, and every answer says so. */
export interface StandIn {
  /** The origin of the site, the gateway and the Admin API. */
  readonly origin: string;
  readonly cloudId: string;
  readonly requests: readonly SeenRequest[];
  /** The side with TLS, if it was asked for. */
  readonly tls: Omit<TlsSide, 'close'> | undefined;
  readonly become: (behaviour: Behaviour) => void;
  /** Changes what the site contains. */
  readonly contain: (content: Content) => void;
  /** Revokes a token after a delay in milliseconds, or after one delay per replica; the replicas answer in turn. */
  readonly revoke: (token: string, afterMs?: number | readonly number[]) => void;
  /** Revokes a token once something has happened. */
  readonly revokeWhen: (token: string, planned: PlannedRevocation) => void;
  /** Activates a fault, and returns a function that deactivates it. */
  readonly inject: (fault: StandInFault) => () => void;
  readonly close: () => Promise<void>;
}

const CLOUD_ID = '57a0d1a0-57a0-4d1a-8000-57a0d1a057a0';

/** What the stand-in calls itself in the headers of every answer. */
export const STAND_IN_NAME = 'jira-token-contract';

const IDENTIFYING_HEADERS = { 'x-stand-in': STAND_IN_NAME, server: `${STAND_IN_NAME}-stand-in` };

const sendJson = (response: ServerResponse, { status, body }: ControlResponse): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
};

/** Where a request came in: the origin it asked, and what that stands for. */
interface Entrance {
  readonly origin: string;
  readonly host: 'site' | 'gateway' | 'both';
}

/**
 * Returns where a request came in. Names of Atlassian count over TLS only, which no client trusts without the authority of this run;
 * every other name that is not loopback is refused, so that no web page can control the stand-in through DNS.
 */
function entranceOf({ headers: { host = '' } }: IncomingMessage, isTls: boolean): Entrance | undefined {
  const kind = hostKindOf(host.replace(/:\d+$/, '').toLowerCase());
  if (kind === 'loopback') return { origin: `${isTls ? 'https' : 'http'}://${host}`, host: 'both' };
  return kind !== undefined && isTls ? { origin: `https://${host}`, host: kind } : undefined;
}

/** Opens a stand-in on 127.0.0.1. Close it with `close`. */
export async function openStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { identity = SYNTHETIC_IDENTITY, port = 0, now = Date.now, random = Math.random } = options;
  const { accountIdHeader = true, cloudId = CLOUD_ID } = options;
  let { behaviour = '2026-09', content = 'private' } = options;
  const requests: SeenRequest[] = [];
  const faults = new Faults(random);
  const revocations = new Revocations(now);
  const triggers = new RevocationTriggers((token) => revocations.add(token, 0));
  const standIn = {
    become: (next: Behaviour): void => {
      behaviour = next;
    },
    contain: (next: Content): void => {
      content = next;
    },
    revoke: (token: string, afterMs: number | readonly number[] = 0): void => revocations.add(token, afterMs),
    revokeWhen: (token: string, planned: PlannedRevocation): void => triggers.add(token, planned),
    inject: (fault: StandInFault) => faults.add(fault),
  };
  const controls = {
    ...standIn,
    identity,
    clearFaults: () => faults.clear(),
    state: () => ({ behaviour, content, faults: faults.kinds, requests: requests.length }),
    requests: () => requests,
  };

  /** Answers a request to the site once its body was read. */
  function answerSite(
    request: IncomingMessage,
    response: ServerResponse,
    { url, body, entrance }: { readonly url: URL; readonly body: Body; readonly entrance: Entrance },
  ): void {
    const { method = 'GET', headers } = request;
    const { authorization, accept } = headers;
    const path = url.pathname;
    const secret = secretIn(authorization);
    triggers.arriving(secret, isWrite(method, path, body.value));
    const isRevoked = revocations.forOneRequest();
    const state = resolve(authorization, identity, isRevoked);
    const query = url.searchParams;
    const host = headers.host ?? '';
    const seen = recordOf({ method, host, path, query, body: body.value, authorization, state, at: now() });
    requests.push(seen);
    const ofAccount = state === 'account' ? accountHeaders({ accountIdHeader }) : {};
    if (faults.strike(seen, request, response, ofAccount)) {
      seen.answeredFor = 'fault';
      seen.status = response.headersSent || response.writableEnded ? response.statusCode : null;
      return;
    }
    const asked = { method, path, query, body, authorization, accept, state, ...entrance };
    const site = { cloudId, identity, behaviour, content, accountIdHeader, isRevoked };
    const { response: result, answeredFor } = answerRequest(asked, site);
    Object.assign(seen, { answeredFor, status: result.status });
    triggers.answered(secret, seen, result.body);
    const { bytes, coding } = compress(result.body, headers['accept-encoding'], requests.length);
    response.writeHead(result.status, {
      ...result.headers,
      ...(coding !== undefined && { 'content-encoding': coding }),
    });
    response.end(bytes);
  }

  function answer(request: IncomingMessage, response: ServerResponse, isTls: boolean): void {
    const { method = 'GET' } = request;
    for (const [name, value] of Object.entries(IDENTIFYING_HEADERS)) response.setHeader(name, value);
    // Node.js would set the real time, which may differ from that of the stand-in.
    response.setHeader('date', new Date(now()).toUTCString());
    const entrance = entranceOf(request, isTls);
    if (!entrance)
      return sendJson(response, { status: 403, body: { error: 'only loopback hosts are allowed' } });
    const url = new URL(request.url ?? '/', entrance.origin);
    if (entrance.host === 'both' && url.pathname.startsWith('/_stand-in/'))
      return sendJson(response, control(method, url, controls));
    if (!hasBody(method)) return answerSite(request, response, { url, body: NO_BODY, entrance });
    readBody(request).then(
      (body) => answerSite(request, response, { url, body, entrance }),
      () => response.destroy(),
    );
  }

  const server = createServer((request, response) => answer(request, response, false));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const tls = options.tls
    ? await openTlsSide({
        plain: server,
        answer: (request, response) => answer(request, response, true),
        now,
        today: new Date(Date.now()),
        holdsCredential: options.holdsCredential ?? ((text) => /^authorization:/im.test(text)),
        certificates: options.certificates,
      })
    : undefined;
  return {
    ...standIn,
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : port}`,
    cloudId,
    requests,
    tls,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await Promise.all([once(server, 'close'), tls?.close()]);
    },
  };
}
