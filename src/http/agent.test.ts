import { lookup } from 'node:dns';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openAgent, type Network } from './agent.ts';
import { PROXIED } from './certificate.fixture.ts';
import { openProxy, openTls, type Proxy } from './proxy.fixture.ts';
import { openServer } from './server.fixture.ts';

const SITE = 'https://proxied.example.com';
const CONNECTING = { connections: 1, connect: 2000, headers: 5000, body: 5000 };

type Lookup = (
  host: string,
  options: object,
  callback: (error: Error | null, ...rest: unknown[]) => void,
) => void;

// A DNS that knows no name, not even that of this machine.
vi.mock('node:dns', async (original) => {
  const dns = await original<typeof import('node:dns')>();
  return {
    ...dns,
    lookup: vi.fn<Lookup>((host, options, callback) =>
      /^[\d.]+$/.test(host)
        ? dns.lookup(host, options, callback as never)
        : callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
    ),
  };
});

const closing = <T extends { close: () => Promise<unknown> }>(one: T): T => {
  onTestFinished(async () => void (await one.close()));
  return one;
};

interface Asked {
  readonly status?: number;
  readonly error?: unknown;
  readonly isProxied: boolean;
}

async function ask(origin: string, network: Network): Promise<Asked> {
  const { agent, isProxied } = openAgent(network, CONNECTING);
  try {
    const { statusCode, body } = await agent.request({ origin, path: '/', method: 'GET' });
    await body.dump();
    return { status: statusCode, isProxied: isProxied(origin) };
  } catch (error) {
    return { error, isProxied: isProxied(origin) };
  } finally {
    await agent.destroy();
  }
}

/** A proxy that leads to a TLS server of proxied.example.com. */
async function proxy(): Promise<Proxy & { readonly network: Network }> {
  const server = closing(await openTls((_request, response) => void response.end('{}')));
  const opened = closing(await openProxy(server.port, { login: 'user:password' }));
  const network = { proxy: `http://user:password@127.0.0.1:${opened.port}`, authorities: PROXIED.cert };
  return { ...opened, network };
}

describe('through a proxy', () => {
  it('goes a request over TLS', async () => {
    const { network, connections } = await proxy();
    expect(await ask(SITE, network)).toEqual({ status: 200, isProxied: true });
    expect(connections).toMatchObject([{ host: 'proxied.example.com:443' }]);
  });

  it('goes no request if the certificate is not trusted', async () => {
    const { network } = await proxy();
    const asked = await ask(SITE, { proxy: network.proxy });
    expect(asked).toMatchObject({ isProxied: true, error: expect.any(Error) as Error });
  });

  it('goes no request to a host that NO_PROXY lists', async () => {
    const { network, connections } = await proxy();
    const asked = await ask(SITE, { ...network, noProxy: 'other.example.org,proxied.example.com' });
    expect(asked).toMatchObject({ isProxied: false, error: { code: 'ENOTFOUND' } });
    expect(connections).toEqual([]);
  });

  it('goes no request to a loopback host, over TLS or not', async () => {
    const { network, connections } = await proxy();
    const { origin } = closing(await openServer((_request, response) => void response.end('{}')));
    expect(await ask(origin, network)).toEqual({ status: 200, isProxied: false });
    const own = closing(await openTls((_request, response) => void response.end('{}')));
    // Its certificate is for another name.
    expect(await ask(`https://localhost:${own.port}`, network)).toMatchObject({
      error: { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      isProxied: false,
    });
    expect(connections).toEqual([]);
  });
});

describe('without a proxy', () => {
  it('localhost resolves to 127.0.0.1, whatever DNS says', async () => {
    const { origin } = closing(await openServer((_request, response) => void response.end('{}')));
    expect(await ask(origin.replace('127.0.0.1', 'localhost'), {})).toEqual({
      status: 200,
      isProxied: false,
    });
    const hosts = vi.mocked(lookup).mock.calls.map(([host]) => host);
    expect(hosts).not.toContain('localhost');
  });

  it('any other name is looked up unchanged', async () => {
    expect(await ask(SITE, {})).toMatchObject({ error: { code: 'ENOTFOUND' }, isProxied: false });
  });

  it.each([
    ['is not trusted', undefined, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['is for another name', PROXIED.cert, 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('no certificate is taken that %s, whatever the environment says', async (_, authorities, code) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    onTestFinished(() => void vi.unstubAllEnvs());
    const server = closing(await openTls((_request, response) => void response.end('{}')));
    const asked = await ask(`https://127.0.0.1:${server.port}`, { authorities });
    expect(asked).toMatchObject({ error: { code }, isProxied: false });
  });
});
