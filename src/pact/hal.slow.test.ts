import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SELF_SIGNED } from '../http/certificate.fixture.ts';
import { DIRECT } from '../http/agent.ts';
import { BOUNDS, type Bounds } from '../http/connection.ts';
import { openHal, type HalClient } from './hal.ts';

const AUTHORIZATION = 'Bearer broker-token-of-example-com';

const SHORT: Bounds = { ...BOUNDS, headers: 300, body: 300, total: 600, maxBody: 2 ** 20 };

const open: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).toReversed()) await one.close();
  vi.unstubAllEnvs();
});

async function listening(server: Server, scheme: string): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push({ close: () => (server.closeAllConnections(), server.close()) });
  const address = server.address();
  return `${scheme}://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

const serve = (listener: RequestListener): Promise<string> => listening(createServer(listener), 'http');

function client(url: string, bounds = SHORT): HalClient {
  const hal = openHal({ url, authorization: AUTHORIZATION, network: DIRECT }, bounds);
  open.push(hal);
  return hal;
}

const faultOf = async (work: Promise<unknown>): Promise<{ code: unknown; message: string }> => {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ name: 'Fault', exitCode: 3 });
  const { code, message } = error as { code: unknown; message: string };
  expect(message).not.toContain(AUTHORIZATION.slice(7));
  // oxlint-disable-next-line no-control-regex -- that is what must not be there
  expect(message).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202E]/);
  return { code, message };
};

/** A broker whose index has the given links. */
const withLinks = (links: Record<string, unknown>): Promise<string> =>
  serve((_, response) => response.end(JSON.stringify({ _links: links })));

describe('the connection to a broker', () => {
  it('rejects an unverifiable certificate, whatever the environment says', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    let asked = 0;
    const server = createTlsServer(SELF_SIGNED, (_, response) => response.end(String((asked += 1))));
    const url = await listening(server, 'https');
    expect(await faultOf(client(url).get('/'))).toMatchObject({ code: 'unreachable' });
    expect(asked).toBe(0);
  });

  it('uses HTTP/1.1, no proxy, and sends the credential with each request', async () => {
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('http_proxy', 'http://127.0.0.1:1');
    const seen: string[] = [];
    const url = await serve(({ httpVersion, headers }, response) => {
      seen.push(`${httpVersion} ${headers.authorization}`);
      response.end('{}');
    });
    await client(url).get('/');
    await client(url).send('PUT', '/x', {});
    expect(seen).toEqual([`1.1 ${AUTHORIZATION}`, `1.1 ${AUTHORIZATION}`]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect: %i', async (status) => {
    let elsewhere = 0;
    const other = await serve((_, response) => response.end(String((elsewhere += 1))));
    const url = await serve((_, response) => response.writeHead(status, { location: other }).end());
    expect(await faultOf(client(url).get('/'))).toMatchObject({ code: 'broker-refused' });
    expect(elsewhere).toBe(0);
  });
});

describe('the links of a broker', () => {
  it.each([
    ['another port', 'http://127.0.0.1:1/x'],
    ['another host', 'https://evil.example.com/x'],
    ['another host, without a scheme', '//evil.example.com/x'],
    ['another host, with a backslash', String.raw`\\evil.example.com/x`],
    ['another host, behind a user', 'http://127.0.0.1@evil.example.com/x'],
    ['no place', 'javascript:alert(1)'],
    ['no address', 'http://'],
    ['text that acts', 'http://\n::error::pwned\u001B]0;x\u0007'],
  ])('to %s are refused before anything is sent there', async (_, href) => {
    const resource = await client(await withLinks({ one: { href } })).get('/');
    const refused = await faultOf(Promise.resolve().then(() => resource.link('one')));
    expect(refused.code).toBe('forbidden-host');
  });

  it('are addresses on its own origin, percent-encoded, without a user, and with the braces of a template', async () => {
    const href = '/a b\n\u001B]0;x\u202E{one}/"<';
    const url = await withLinks({ one: { href }, two: [{ href: '/two' }], three: 'odd', four: { href: 4 } });
    const resource = await client(url).get('/');
    expect(resource.link('one')).toBe(`${url}/a%20b%1B]0;x%E2%80%AE{one}/%22%3C`);
    expect(resource.link('two')).toBe(`${url}/two`);
    expect([resource.link('three'), resource.link('four'), resource.link('__proto__')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const { host } = new URL(url);
    const withUser = await client(await withLinks({ one: { href: `http://user:pass@${host}/x` } })).get('/');
    await faultOf(Promise.resolve().then(() => withUser.link('one')));
  });
});

// Made before a request waits for it.
const BOMB = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));

describe('the answer of a broker', () => {
  it.each<[string, RequestListener]>([
    ['nothing', () => undefined],
    [
      'a body that drips',
      (_, response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'a body that stops half-way',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{');
      },
    ],
    ['a connection that breaks', (request) => request.socket.destroy()],
    ['broken compression', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
    ['too large a header', (_, response) => response.writeHead(200, { 'x-long': 'x'.repeat(200_000) }).end()],
  ])('is awaited within bounds: %s', async (_, listener) => {
    expect(await faultOf(client(await serve(listener)).get('/'))).toMatchObject({ code: 'unreachable' });
  });

  it.each<[string, RequestListener]>([
    ['plain', (_, response) => response.end(' '.repeat(3 * 2 ** 20))],
    [
      'compressed',
      (_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end(BOMB);
      },
    ],
    [
      'without an end',
      (_, response) => {
        const more = (): void => void response.write(' '.repeat(2 ** 16), (error) => error ?? more());
        more();
      },
    ],
  ])('is read up to a limit: %s', async (_, listener) => {
    expect(await faultOf(client(await serve(listener)).get('/'))).toMatchObject({ code: 'broker-refused' });
  });

  it('is shown by its status only, without the credential', async () => {
    const url = await serve(({ headers }, response) => {
      response.writeHead(500, 'Oops ::error::x', { 'x-echo': headers.authorization });
      response.end(`\n::error::${headers.authorization}\u001B[31m`);
    });
    const { message } = await faultOf(client(url).get(`/${'x'.repeat(5000)}`));
    expect(message).toContain('500');
    expect(message).not.toContain('::error');
    expect(message.length).toBeLessThan(600);
  });

  it('leads to one sentence if it is not JSON, or deeply nested JSON', async () => {
    for (const text of ['<html>', '['.repeat(500_000), `${'['.repeat(200_000)}${']'.repeat(200_000)}`]) {
      const hal = client(await serve((_, response) => response.end(text)));
      const error = await hal.get('/').catch((caught: unknown) => caught);
      expect(error instanceof RangeError).toBe(false);
    }
  });
});
