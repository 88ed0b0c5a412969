import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { request } from 'undici';
import { basic } from '../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { Fault } from '../fault.ts';
import { DIRECT } from '../http/agent.ts';
import { openStandIn, type StandIn, type StandInFault, type StandInOptions } from '../stand-in/stand-in.ts';
import { listenAddress } from './listen-address.ts';
import { MYSELF } from './myself.ts';
import { openGuard, type GuardProxy, type GuardProxyOptions } from './proxy.ts';
import { GUARD_HEADER } from './refusal.ts';

const { email, apiToken, revokedToken } = SYNTHETIC_IDENTITY;
const VALID = basic(email, apiToken);
const DEAD = basic(email, revokedToken);
const PROJECTS = '/rest/api/3/project';

const open = new Set<{ close: () => Promise<void> }>();

afterEach(async () => {
  await Promise.all([...open].map((one) => one.close()));
  open.clear();
});

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

async function guardOf(to: string, options: Partial<GuardProxyOptions> = {}): Promise<Scene> {
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
  open.add(guard);
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

async function standIn(options?: StandInOptions): Promise<StandIn> {
  const site = await openStandIn(options);
  open.add(site);
  return site;
}

/** Opens a server that answers as it likes. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.add({
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

describe.each([true, false])('in front of a site that names accounts (%s)', (accountIdHeader) => {
  it('turns what a dead token gets into 401, and says that it did', async () => {
    const site = await standIn({ accountIdHeader });
    const { guard, send, said } = await guardOf(site.origin);
    for (const path of [PROJECTS, '/rest/api/3/issue/EXAMPLE-1', '/rest/api/2/serverInfo']) {
      const { status, headers, text } = await send(path, DEAD);
      expect({ path, status }).toEqual({ path, status: 401 });
      expect(headers[GUARD_HEADER]).toBeTruthy();
      expect(headers['www-authenticate']).toBeTruthy();
      expect(JSON.parse(text)).toHaveProperty('guard.state', 'dead');
    }
    expect((await send(PROJECTS, DEAD, 'HEAD')).status).toBe(401);
    expect((await send('/rest/api/3/issue', DEAD, 'POST', '{"fields":{}}')).status).toBe(401);
    expect(guard.counts.dead).toBeGreaterThan(3);
    // One line a minute.
    expect(said).toHaveLength(1);
  });

  const passing: readonly (readonly [string, StandInFault | undefined])[] = [
    ['an answer', undefined],
    ['429', { kind: 'throttle' }],
    ['503', { kind: 'status', status: 503 }],
    ['the page of the edge', { kind: 'edge-403' }],
    ['the allowlist', { kind: 'ip-allowlist' }],
    ["an operation's own 401", { kind: 'own-401' }],
    ['a true 404', { kind: 'not-found' }],
    ['a CAPTCHA', { kind: 'captcha' }],
    ['a page with status 200', { kind: 'wrong-type' }],
    ['broken JSON', { kind: 'not-json' }],
    ['an answer without a sign', { kind: 'odd', when: ({ path }) => path !== MYSELF }],
    ['a redirect', { kind: 'redirect', to: '/jira/for-you' }],
    ['a suspended site', { kind: 'suspended' }],
  ];

  it.each(passing)('passes %s to the account, and to a request without Authorization', async (_, fault) => {
    const site = await standIn({ accountIdHeader });
    if (fault) site.inject(fault);
    const { guard, send } = await guardOf(site.origin);
    for (const authorization of [VALID, undefined]) {
      const headers = authorization === undefined ? {} : { authorization };
      const direct = await request(site.origin + PROJECTS, { headers });
      const { status, headers: through, text } = await send(PROJECTS, authorization);
      expect([status, text]).toEqual([direct.statusCode, await direct.body.text()]);
      const own = new Set(['connection', 'keep-alive', 'transfer-encoding', 'date', 'content-encoding']);
      const shown = (all: object): object =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !own.has(name) && !name.includes('id')));
      expect(shown(through)).toEqual(shown(direct.headers));
    }
    expect(guard.counts.dead).toBe(0);
  });
});

it('passes any method, every byte of a body and of a path, and repeated headers', async () => {
  const seen: unknown[] = [];
  const origin = await serve((asked, response) => {
    const chunks: Buffer[] = [];
    asked.on('data', (chunk: Buffer) => chunks.push(chunk));
    asked.on('end', () => {
      const { method, url, headers } = asked;
      seen.push([method, url, headers['x-own'], headers.host]);
      response.writeHead(299, 'Odd but true', [
        'Set-Cookie',
        'a=1',
        'X-ÄÖ'.replace(/[^ -~]/g, 'x'),
        '\u00e4',
        'Set-Cookie',
        'b=2',
        'X-AAccountId',
        '1',
      ]);
      response.end(Buffer.concat(chunks));
    });
  });
  const { guard } = await guardOf(origin);
  const body = Buffer.from(Array.from({ length: 70_000 }, (_, i) => i % 256));
  for (const method of ['PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'REPORT']) {
    const path = '/rest/api/3/x%2F..%00?jql=a%20b&&c=//d';
    const headers = { authorization: VALID, 'x-own': 'é' };
    const answer = await request(guard.origin + path, { method, headers, body });
    expect([answer.statusCode, answer.statusText]).toEqual([299, 'Odd but true']);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    expect(Buffer.from(await answer.body.arrayBuffer()).equals(body)).toBe(true);
    expect(seen.at(-1)).toEqual([method, path, expect.any(String), new URL(origin).host]);
  }
});

it('asks /myself once a minute at most, and only about credentials that need it', async () => {
  let now = 0;
  const site = await standIn({ accountIdHeader: false });
  const asked = (): number => site.requests.filter(({ path }) => path === MYSELF).length;
  const { guard, send } = await guardOf(site.origin, { now: () => now });
  await send(PROJECTS);
  expect(asked()).toBe(0);
  await Promise.all(Array.from({ length: 20 }, () => send(PROJECTS, VALID)));
  expect(asked()).toBe(1);
  now = 59_999;
  await send(PROJECTS, VALID);
  expect(asked()).toBe(1);
  now = 60_000;
  await send(PROJECTS, VALID);
  expect([asked(), guard.asked()]).toEqual([2, 2]);
});

it('does not conclude from one API of the site that another one names accounts', async () => {
  const site = await standIn();
  site.inject({ kind: 'odd', status: 200, when: ({ path }) => path.startsWith('/rest/agile/') });
  const { guard, send } = await guardOf(site.origin);
  await send(PROJECTS, VALID);
  expect((await send('/rest/agile/1.0/board', VALID)).status).toBe(200);
  expect(guard.asked()).toBe(1);
  expect((await send('/rest/agile/1.0/board', DEAD)).status).toBe(401);
});

it('never asks where the answers name the account', async () => {
  const site = await standIn();
  const { send } = await guardOf(site.origin);
  await send(PROJECTS, VALID);
  const lying: StandInFault = { kind: 'odd', status: 200 };
  site.inject(lying);
  expect((await send(PROJECTS, VALID)).status).toBe(401);
  expect(site.requests.filter(({ path }) => path === MYSELF)).toEqual([]);
});

describe('an answer of which nobody knows whether the token is alive', () => {
  const doubtful: readonly StandInFault[] = [
    { kind: 'odd', status: 200, when: ({ path }) => path !== MYSELF },
    { kind: 'status', status: 503, when: ({ path }) => path === MYSELF },
  ];

  it.each([
    [false, 200],
    [true, 502],
  ])('with --strict: %s has status %i, and a line says so', async (strict, expected) => {
    const site = await standIn();
    for (const fault of doubtful) site.inject(fault);
    const { guard, send, said } = await guardOf(site.origin, { strict });
    const { status, headers } = await send(`${PROJECTS}?secret=1`, VALID);
    expect(status).toBe(expected);
    expect(headers[GUARD_HEADER] !== undefined).toBe(strict);
    expect(guard.counts).toMatchObject({ undecided: 1, dead: 0 });
    expect(said).toHaveLength(1);
    expect(said[0]).not.toContain('secret');
  });
});

describe('a site that breaks off', () => {
  it.each(['reset', 'status'] as const)(
    'before its answer (%s) leads to 502 or its own status',
    async (kind) => {
      const site = await standIn();
      site.inject({ kind, status: 500 });
      const { send, guard } = await guardOf(site.origin);
      expect((await send(PROJECTS, VALID)).status).toBe(kind === 'reset' ? 502 : 500);
      expect(guard.counts.failed).toBe(kind === 'reset' ? 1 : 0);
    },
  );

  it('in the middle of a body is not taken for the end of it', async () => {
    const site = await standIn();
    site.inject({ kind: 'reset-mid-body' });
    const { send, guard } = await guardOf(site.origin);
    await expect(send(PROJECTS)).rejects.toBeInstanceOf(Error);
    await expect(send('/elsewhere', VALID)).rejects.toBeInstanceOf(Error);
    expect(guard.counts).toMatchObject({ failed: 2, passed: 0 });
    site.inject({ kind: 'answer', status: 200 });
  });

  it('answers 502 if nothing is there, and goes on', async () => {
    const site = await openStandIn();
    await site.close();
    const { send } = await guardOf(site.origin);
    const { status, headers } = await send(PROJECTS, VALID);
    expect([status, headers[GUARD_HEADER]]).toEqual([502, expect.any(String)]);
    expect((await send(PROJECTS, VALID)).status).toBe(502);
  });

  it('or lies about the length of its body does not end the guard', async () => {
    const origin = await serve((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nX-AAccountId: 1\r\nContent-Length: 3\r\n\r\n[]');
    });
    const { send } = await guardOf(origin);
    await expect(send(PROJECTS, VALID)).rejects.toBeInstanceOf(Error);
    await expect(send(PROJECTS, VALID)).rejects.toBeInstanceOf(Error);
  });

  it('or answers nonsense leads to 502', async () => {
    const origin = await serve((_, response) => void response.socket?.end('SMTP ready\r\n\r\n'));
    const { send } = await guardOf(origin);
    expect((await send(PROJECTS, VALID)).status).toBe(502);
  });
});

it('ends the request to the site when the client goes away', async () => {
  let closed: Promise<unknown> | undefined;
  const arrived = Promise.withResolvers<undefined>();
  const origin = await serve((asked) => {
    closed = once(asked.socket, 'close');
    arrived.resolve(undefined);
  });
  const { guard } = await guardOf(origin);
  const socket = connect(Number(new URL(guard.origin).port), '127.0.0.1');
  socket.write(`GET ${PROJECTS} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await arrived.promise;
  socket.destroy();
  await expect(closed).resolves.toBeDefined();
});

it('does not take the page of a suspended site for a dead token, even if the site has named an account', async () => {
  const site = await standIn();
  const { send, said } = await guardOf(site.origin);
  await send(PROJECTS, VALID);
  site.inject({ kind: 'suspended' });
  expect((await send(PROJECTS, VALID)).status).toBe(404);
  expect(said).toHaveLength(1);
});

it('passes no header of a single connection on, in neither direction, and adds none', async () => {
  const received: string[][] = [];
  const origin = await serve((asked, response) => {
    received.push(asked.rawHeaders.map((text) => text.toLowerCase()));
    response.sendDate = false;
    response.writeHead(200, ['Connection', 'close, X-Hop', 'X-Hop', '1', 'X-AAccountId', '1']);
    asked.resume().once('end', () => response.end('[]'));
  });
  const { guard } = await guardOf(origin);
  const body = ['in', 'pieces'];
  const chunked = await fetch(guard.origin + PROJECTS, {
    method: 'POST',
    headers: { authorization: VALID },
    body: new Blob(body).stream(),
    duplex: 'half',
  });
  expect([chunked.status, chunked.headers.get('x-hop'), chunked.headers.get('date')]).toEqual([
    200,
    null,
    null,
  ]);
  const socket = connect(Number(new URL(guard.origin).port), '127.0.0.1');
  const head = ['Host: x', 'Expect: 100-continue', 'Connection: close, X-Mine', 'X-Mine: 1', 'TE: trailers'];
  socket.write(`POST ${PROJECTS} HTTP/1.1\r\n${head.join('\r\n')}\r\nContent-Length: 2\r\n\r\n[]`);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
  expect(received).toHaveLength(2);
  expect(received[1]).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(?:x-mine|expect|te)$/)]));
});

it('is no proxy for other addresses', async () => {
  const site = await standIn();
  const { guard } = await guardOf(site.origin);
  const socket = connect(Number(new URL(guard.origin).port), '127.0.0.1');
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  socket.write('GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n');
  await once(socket, 'close');
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(site.requests).toEqual([]);
});

it.each(['0.0.0.0:1', '8899', '10.0.0.1:1', 'example.com:80', '127.0.0.1:99999', ':1', '', '127.0.0.1:'])(
  'does not listen at %s',
  (text) => {
    expect(() => listenAddress(text)).toThrow(Fault);
  },
);
