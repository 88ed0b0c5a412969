import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { basic } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { DIRECT } from '../http/agent.ts';
import { openStandIn, type StandIn, type StandInOptions } from '../stand-in/stand-in.ts';
import { listenAddress } from './listen-address.ts';
import { openGuard, type GuardProxy, type GuardProxyOptions } from './proxy.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;
/** For tests: the `Authorization` of the account. */
export const VALID = basic(email, apiToken);
/** For tests: the `Authorization` of a revoked token. */
export const DEAD = basic(email, revokedToken);
/** For tests: an operation that runs for everybody. */
export const PROJECTS = '/rest/api/3/project';

const closeAfterTest = (one: { close: () => Promise<void> }): void => onTestFinished(() => one.close());

/** For tests: a guard, what it said, and a client of it. */
interface Scene {
  readonly guard: GuardProxy;
  readonly said: string[];
  readonly send: (
    path: string,
    authorization?: string,
    method?: string,
    body?: string,
  ) => Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }>;
}

/** For tests: opens a guard in front of a site, until the test is over. */
export async function guardOf(to: string, options: Partial<GuardProxyOptions> = {}): Promise<Scene> {
  const said: string[] = [];
  const guard = await openGuard({
    listen: listenAddress('127.0.0.1:0'),
    to,
    network: DIRECT,
    strict: false,
    now: () => 0,
    say: (line) => said.push(line),
    ...options,
  });
  closeAfterTest(guard);
  return {
    guard,
    said,
    send: async (path, authorization, method = 'GET', body) => {
      const answer = await request(guard.origin + path, {
        method,
        headers: {
          ...(authorization !== undefined && { authorization }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        body: body ?? null,
      });
      return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
    },
  };
}

/** For tests: opens a stand-in until the test is over. */
export async function standIn(options?: StandInOptions): Promise<StandIn> {
  const site = await openStandIn(options);
  closeAfterTest(site);
  return site;
}

/** For tests: opens a server that answers as it likes, until the test is over. */
export async function serve(answer: RequestListener): Promise<string> {
  const server = createServer({ maxHeaderSize: 2 ** 17 }, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closeAfterTest({
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** For tests: sends bytes as they are, and returns what comes back until the other side closes the connection. */
export async function exchangeBytes(origin: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  socket.write(bytes, 'latin1');
  await once(socket, 'close');
  return text;
}
