import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { request } from 'undici';
import { Fault } from '../fault.ts';
import type { StandInFault } from '../stand-in/stand-in.ts';
import { listenAddress } from './listen-address.ts';
import { MYSELF } from './myself.ts';
import { DEAD, exchangeBytes, guardOf, PROJECTS, serve, standIn, VALID } from './proxy.fixture.ts';
import { GUARD_HEADER } from './refusal.ts';

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

it.each([
  'GET http://user:secret@example.com/ HTTP/1.1',
  'CONNECT example.com:443 HTTP/1.1',
  'OPTIONS * HTTP/1.1',
])('is no proxy for other addresses, and says so: %s', async (line) => {
  const site = await standIn();
  const { guard, said } = await guardOf(site.origin);
  const bytes = `${line}\r\nHost: example.com\r\nConnection: close\r\n\r\n`;
  for (const text of await Promise.all([
    exchangeBytes(guard.origin, bytes),
    exchangeBytes(guard.origin, bytes),
  ])) {
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text.toLowerCase()).toContain(`\r\n${GUARD_HEADER}: `);
  }
  expect(site.requests).toEqual([]);
  expect([said.length, said.join().includes('secret')]).toEqual([1, false]);
  expect(guard.counts).toMatchObject({ requests: 2, failed: 2 });
});

it('passes trailers of an answer, and not to a client that could not read them', async () => {
  const origin = await serve(({ method }, response) => {
    response.writeHead(200, { 'x-aaccountid': '1', ...(method === 'GET' && { trailer: 'X-Sum' }) });
    response.write('[');
    response.addTrailers([
      ['X-Sum', '7'],
      ['X-Sum', '8'],
    ]);
    response.end(']');
  });
  const { guard, send } = await guardOf(origin);
  const { trailers, body } = await request(guard.origin + PROJECTS, { headers: { authorization: VALID } });
  expect([await body.text(), trailers]).toEqual(['[]', { 'x-sum': ['7', '8'] }]);
  expect((await send(PROJECTS, VALID, 'HEAD')).status).toBe(200);
  const old = await exchangeBytes(
    guard.origin,
    `GET ${PROJECTS} HTTP/1.0\r\nAuthorization: ${VALID}\r\n\r\n`,
  );
  expect(old.split('\r\n\r\n').slice(1)).toEqual(['[]']);
  expect(guard.counts).toMatchObject({ passed: 3, failed: 0 });
});

it('passes headers that are larger than those that Node.js accepts by default', async () => {
  const large = 'x'.repeat(40_000);
  const origin = await serve(({ headers }, response) => {
    response.setHeader('x-aaccountid', '1');
    response.setHeader('x-large', String(headers['x-mine']?.length)).setHeader('x-larger', large);
    response.end('[]');
  });
  const { guard } = await guardOf(origin);
  const bytes = `GET ${PROJECTS} HTTP/1.1\r\nHost: x\r\nX-Mine: ${large}\r\nConnection: close\r\n\r\n`;
  const text = await exchangeBytes(guard.origin, bytes);
  expect([text.length > large.length, text.endsWith('\r\n\r\n[]')]).toEqual([true, true]);
});

it.each(['0.0.0.0:1', '8899', '10.0.0.1:1', 'example.com:80', '127.0.0.1:99999', ':1', '', '127.0.0.1:'])(
  'does not listen at %s',
  (text) => {
    expect(() => listenAddress(text)).toThrow(Fault);
  },
);
