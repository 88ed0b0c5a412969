import { X509Certificate } from 'node:crypto';
import { connect, type TLSSocket } from 'node:tls';
import { once } from 'node:events';
import { ProxyAgent, type Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { basic } from '../../contract/authorization.ts';
import { SYNTHETIC_IDENTITY } from '../../contract/identity.ts';
import { openStandIn, type StandIn } from '../stand-in.ts';

const { email, apiToken, scopedToken } = SYNTHETIC_IDENTITY;
const VALID = basic(email, apiToken);

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Opened {
  readonly site: StandIn;
  readonly tls: NonNullable<StandIn['tls']>;
  readonly ask: (
    url: string,
    options?: Partial<Dispatcher.RequestOptions>,
  ) => Promise<{ status: number; text: string }>;
}

/** Opens a stand-in with TLS, and a client that trusts its authority and uses its proxy. */
async function open(): Promise<Opened> {
  const site = await openStandIn({ tls: true });
  const { tls } = site;
  if (!tls) throw new Error('The stand-in has no side with TLS.');
  const agent = new ProxyAgent({ uri: tls.proxy, requestTls: { ca: tls.ca }, allowH2: false });
  closing.push(
    () => site.close(),
    () => agent.destroy(),
  );
  const ask: Opened['ask'] = async (url, options = {}) => {
    const { origin, pathname, search } = new URL(url);
    const { statusCode, body } = await agent.request({
      origin,
      path: pathname + search,
      method: 'GET',
      headers: { authorization: VALID },
      ...options,
    });
    return { status: statusCode, text: await body.text() };
  };
  return { site, tls, ask };
}

describe('the proxy', () => {
  it('is every site of Atlassian, whose links begin with the name that was asked', async () => {
    const { site, ask } = await open();
    for (const name of ['acme', 'other-site']) {
      const { status, text } = await ask(`https://${name}.atlassian.net/rest/api/3/myself`);
      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({
        emailAddress: email,
        self: expect.stringContaining(`https://${name}.atlassian.net/rest/api/3/`),
      });
    }
    expect(site.requests.map(({ host }) => host)).toEqual(['acme.atlassian.net', 'other-site.atlassian.net']);
  });

  it('is the gateway, which is no site, as a site is no gateway', async () => {
    const { site, ask } = await open();
    const headers = { authorization: basic(email, scopedToken) };
    const address = `/ex/jira/${site.cloudId}/rest/api/3/project/search`;
    expect((await ask(`https://api.atlassian.com${address}`, { headers })).status).toBe(200);
    expect((await ask(`https://acme.atlassian.net${address}`, { headers })).status).toBe(404);
    expect((await ask('https://api.atlassian.com/rest/api/3/myself')).status).toBe(404);
  });

  it.each([
    ['https://example.com/', 'example.com', 443],
    ['https://acme.atlassian.net:8443/', 'acme.atlassian.net', 8443],
    ['https://atlassian.net/', 'atlassian.net', 443],
    ['https://acme.atlassian.net.example.com/', 'acme.atlassian.net.example.com', 443],
    ['https://a.b.atlassian.net/', 'a.b.atlassian.net', 443],
    ['https://evilatlassian.net/', 'evilatlassian.net', 443],
    ['https://127.0.0.1:1/', '127.0.0.1', 1],
  ])('refuses every other host, and records it: %s', async (url, host, port) => {
    const { site, tls, ask } = await open();
    await expect(ask(url)).rejects.toBeInstanceOf(Error);
    expect(tls.refused).toEqual([{ host, port, at: expect.any(Number), credential: false }]);
    expect(site.requests).toEqual([]);
  });

  it('refuses plain http to other hosts, and notes that a credential went along, but not which', async () => {
    const { site, tls } = await open();
    const { status } = await plain(tls.proxy, 'http://example.com/collect?x=1');
    expect(status).toBe(403);
    expect(tls.refused).toEqual([
      { host: 'example.com', port: 80, at: expect.any(Number), credential: true },
    ]);
    expect(JSON.stringify(tls)).not.toContain(VALID.slice('Basic '.length));
    const port = new URL(tls.origin).port;
    for (const host of ['acme.atlassian.net', `127.0.0.1:${port}`, 'localhost:1'])
      expect((await plain(tls.proxy, `http://${host}/rest/api/3/myself`)).status).toBe(403);
    expect(site.requests).toEqual([]);
  });

  it('lets the site on this machine through, in either form', async () => {
    const { site, tls, ask } = await open();
    expect((await plain(tls.proxy, `${site.origin}/rest/api/3/myself`)).status).toBe(200);
    expect((await ask(`${site.origin}/rest/api/3/myself`)).status).toBe(200);
    expect((await ask(`${tls.origin}/rest/api/3/myself`)).status).toBe(200);
    expect(tls.refused).toEqual([]);
  });

  it('is no way to the control interface, except by the names of this machine', async () => {
    const { tls, ask } = await open();
    const control = '/_stand-in/become?behaviour=wanted';
    expect((await ask(`https://acme.atlassian.net${control}`, { method: 'POST' })).status).toBe(404);
    const headers = { authorization: basic(email, 'not-a-token') };
    expect((await ask('https://acme.atlassian.net/rest/api/3/project', { headers })).status).toBe(200);
    expect((await ask(`${tls.origin}${control}`, { method: 'POST' })).status).toBe(200);
    expect((await ask('https://acme.atlassian.net/rest/api/3/project', { headers })).status).toBe(401);
  });

  it('closes with connections open', async () => {
    const { site, tls } = await open();
    const socket = connect({ port: Number(new URL(tls.origin).port), host: '127.0.0.1', ca: tls.ca });
    await once(socket, 'secureConnect');
    const closed = once(socket, 'close');
    closing.length = 0;
    await site.close();
    await closed;
    await expect(fetch(tls.proxy)).rejects.toBeInstanceOf(TypeError);
  });
});

/** Sends a plain http request through the proxy, in absolute form. */
async function plain(proxy: string, url: string): Promise<{ status: number }> {
  const agent = new ProxyAgent({ uri: proxy, proxyTunnel: false });
  const { origin, pathname, search } = new URL(url);
  try {
    const { statusCode, body } = await agent.request({
      origin,
      path: pathname + search,
      method: 'GET',
      headers: { authorization: VALID },
    });
    await body.dump();
    return { status: statusCode };
  } finally {
    await agent.close();
  }
}

describe('the names of Atlassian', () => {
  it('count over TLS only: a web page cannot use them to reach the stand-in', async () => {
    const { site } = await open();
    const response = await fetch(`${site.origin}/rest/api/3/serverInfo`);
    expect(response.status).toBe(200);
    const agent = new ProxyAgent({ uri: site.origin, proxyTunnel: false });
    const { statusCode, body } = await agent.request({
      origin: 'http://acme.atlassian.net',
      path: '/rest/api/3/serverInfo',
      method: 'GET',
    });
    await body.dump();
    await agent.close();
    expect(statusCode).toBe(403);
  });

  it('are refused over TLS if they are not those of the certificate', async () => {
    const { tls } = await open();
    const port = Number(new URL(tls.origin).port);
    const handshake = async (servername: string): Promise<void> => {
      const socket: TLSSocket = connect({ port, host: '127.0.0.1', servername, ca: tls.ca });
      try {
        await once(socket, 'secureConnect');
      } finally {
        socket.destroy();
      }
    };
    for (const name of ['acme.atlassian.net', 'api.atlassian.com', 'localhost'])
      await expect(handshake(name)).resolves.toBeUndefined();
    for (const name of ['example.com', 'auth.atlassian.com', 'a.b.atlassian.net'])
      await expect(handshake(name)).rejects.toBeInstanceOf(Error);
  });
});

describe('the authority', () => {
  it('is another one in each run, and its certificate alone is handed out', async () => {
    const [one, two] = [await open(), await open()].map(({ tls }) => tls.ca);
    expect(one).not.toBe(two);
    const { ca, subject } = new X509Certificate(one ?? '');
    expect(ca).toBe(true);
    expect(subject).toContain('jira-token-contract');
  });

  it('leaves no key in what the stand-in shows', async () => {
    const { site, tls } = await open();
    const shown = JSON.stringify([tls, site.requests, tls.refused]);
    expect(shown).toContain('BEGIN CERTIFICATE');
    expect(shown).not.toContain('PRIVATE KEY');
  });
});
