import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Settings } from '../config/settings.ts';
import { clearSecrets, redact } from '../secrets/redaction.ts';
import { PROXIED, SELF_SIGNED } from '../http/certificate.fixture.ts';
import { WALL_CLOCK } from '../http/clock.ts';
import { openClient } from '../http/client.ts';
import { DEFAULT_POLITENESS, RateLimiter } from '../http/rate-limiter.ts';
import { handOn, openProxy, openTls, type Proxy } from '../http/proxy.fixture.ts';
import { openStandIn, type StandIn } from '../stand-in/stand-in.ts';
import { CONTROLS } from './controls.ts';
import { observeFast, ROWS, settingsFor, SHORT_BOUNDS } from './live.fixture.ts';

const SITE = 'https://proxied.example.com';
const LOGIN = 'corporate-user:a-pass/word@work';
const IN_ADDRESS = `corporate-user:${encodeURIComponent('a-pass/word@work')}`;

let folder: string;
let authority: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'proxy-'));
  authority = join(folder, 'authority.pem');
  writeFileSync(authority, `# of the company\n${PROXIED.cert}${SELF_SIGNED.cert}`);
  return () => rmSync(folder, { recursive: true });
});

afterEach(clearSecrets);

const closing = <T extends { close: () => Promise<unknown> }>(one: T): T => {
  onTestFinished(async () => void (await one.close()));
  return one;
};

const standIn = async (): Promise<StandIn> => closing(await openStandIn());

/** A proxy that leads to a TLS server which answers so. */
const proxyTo = async (
  answer: RequestListener,
  ...options: Parameters<typeof openProxy> extends [number, ...infer Rest] ? Rest : never
): Promise<Proxy> => {
  const server = closing(await openTls(answer));
  return closing(await openProxy(server.port, ...options));
};

const through = ({ port }: Proxy, changed: Record<string, string> = {}): Settings =>
  settingsFor(SITE, {
    HTTPS_PROXY: `http://${IN_ADDRESS}@127.0.0.1:${port}`,
    JIRA_ALLOWED_HOSTS: 'proxied.example.com,127.0.0.1',
    NODE_EXTRA_CA_CERTS: authority,
    ...changed,
  });

const controlFault = (settings: Settings): Promise<unknown> =>
  observeFast(settings, { politeness: { maxAttempts: 1 } }).then(
    () => undefined,
    (error: unknown) => error,
  );

const html: RequestListener = (_request, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Log in</title>');

const status =
  (code: number): RequestListener =>
  (_request, response) =>
    response.writeHead(code, { 'content-type': 'text/plain' }).end('no');

describe('a live run behind a proxy', () => {
  it.each([['HTTPS_PROXY'], ['https_proxy']])(
    'goes through the proxy of %s, with its login',
    async (name) => {
      const site = await standIn();
      const proxy = await proxyTo(handOn(site.origin), { login: LOGIN });
      const address = `http://${IN_ADDRESS}@127.0.0.1:${proxy.port}`;
      const run = await observeFast(through(proxy, { HTTPS_PROXY: '', [name]: address }));
      expect(run.exchanges).toHaveLength(ROWS.length);
      // The controls are asked once more after the probes.
      expect(site.requests).toHaveLength(ROWS.length + Object.keys(CONTROLS).length);
      expect(new Set(proxy.connections.map(({ host }) => host))).toEqual(
        new Set(['proxied.example.com:443']),
      );
      // The proxy's credentials go to the proxy only, and Jira's to Jira only.
      expect(proxy.connections.filter(({ headers }) => 'authorization' in headers)).toEqual([]);
      expect(JSON.stringify(run)).not.toContain('corporate-user');
    },
  );

  it('treats the login as a secret, both encoded and decoded', async () => {
    const proxy = await proxyTo(html);
    through(proxy);
    const written = [LOGIN, IN_ADDRESS, Buffer.from(LOGIN).toString('base64'), 'a-pass/word@work'];
    for (const one of written) expect(redact(`x ${one} y`)).not.toContain(one);
  });

  it.each([
    ['wants another login', { login: 'another-user:another-password' }, '407'],
    ['does not reach the site', { status: 502 }, '502'],
    ['forbids the site', { status: 403 }, '403'],
    ['redirects to a page', { status: 302 }, '302'],
  ])('cannot judge if the proxy %s', async (_, options, word) => {
    const proxy = await proxyTo(html, options);
    const fault = await controlFault(through(proxy));
    expect(fault).toMatchObject({ code: 'unreachable', exitCode: 3 });
    expect(String(fault)).toContain(word);
    expect(String(fault)).toContain('HTTPS_PROXY');
    expect(String(fault)).not.toContain('corporate-user');
  });

  it('cannot judge if the proxy is not running', async () => {
    const proxy = await openProxy(1);
    await proxy.close();
    const fault = await controlFault(through(proxy));
    expect(fault).toMatchObject({ code: 'unreachable', exitCode: 3 });
    expect(String(fault)).toContain('HTTPS_PROXY');
  });

  it('reports that the proxy intercepts TLS, and what to do', async () => {
    const site = await standIn();
    const proxy = await proxyTo(handOn(site.origin));
    const fault = await controlFault(through(proxy, { NODE_EXTRA_CA_CERTS: '' }));
    expect(fault).toMatchObject({ code: 'unreachable', exitCode: 3 });
    expect(String(fault)).toContain('NODE_EXTRA_CA_CERTS');
    expect(site.requests).toEqual([]);
  });

  it.each([
    ['a login page', html],
    ['a 407', status(407)],
    ['a 502', status(502)],
  ])('does not take %s of a proxy that intercepts TLS for an answer of Jira', async (_, answer) => {
    const proxy = await proxyTo(answer);
    expect(await controlFault(through(proxy))).toMatchObject({ code: 'controls-failed', exitCode: 3 });
  });

  it.each([['NO_PROXY'], ['no_proxy']])('bypasses it if %s contains the site', async (name) => {
    const proxy = await proxyTo(html);
    // The name leads nowhere without the proxy.
    expect(await controlFault(through(proxy, { [name]: 'example.org, .example.com' }))).toMatchObject({
      code: 'unreachable',
    });
    expect(proxy.connections).toEqual([]);
  });

  it('never reaches this machine through it', async () => {
    const site = await standIn();
    const proxy = await proxyTo(html);
    const run = await observeFast(through(proxy, { JIRA_SITE: site.origin, JIRA_API_ORIGIN: site.origin }));
    expect(run.exchanges).toHaveLength(ROWS.length);
    const tls = closing(await openTls(handOn(site.origin)));
    const own = `https://127.0.0.1:${tls.port}`;
    const fault = await controlFault(through(proxy, { JIRA_SITE: own, JIRA_API_ORIGIN: own }));
    // Its certificate is for another name: it was this machine that answered, and the proxy is not to blame.
    expect(fault).toMatchObject({ code: 'unreachable' });
    expect(String(fault)).not.toContain('HTTPS_PROXY');
    expect(proxy.connections).toEqual([]);
  });

  it('is locked to its own hosts before the proxy receives a request', async () => {
    const proxy = await proxyTo(html);
    const { network } = through(proxy);
    const limiter = new RateLimiter(
      { ...DEFAULT_POLITENESS, maxAttempts: 1 },
      WALL_CLOCK,
      new AbortController().signal,
    );
    const client = closing(openClient([SITE], limiter, WALL_CLOCK, SHORT_BOUNDS, network));
    const request = { path: '/', query: {}, authorization: null };
    expect(await client.ask({ ...request, origin: 'https://evil.example.com' })).toHaveProperty('failure');
    expect(proxy.connections).toEqual([]);
    expect(await client.ask({ ...request, origin: SITE })).toHaveProperty('wire');
    expect(proxy.connections).toHaveLength(1);
  });

  it('does not wait forever for a silent proxy', async () => {
    const silent = closing(await openProxy(0, { silent: true }));
    const run = observeFast(through(silent), {
      bounds: { ...SHORT_BOUNDS, connect: 50, headers: 50, total: 50 },
    });
    await expect(run).rejects.toMatchObject({ code: 'unreachable', exitCode: 3 });
  });
});

describe('the settings of a proxy', () => {
  it.each([
    ['HTTPS_PROXY', 'proxy.acme.example'],
    ['HTTPS_PROXY', 'socks5://proxy.acme.example:1080'],
    ['HTTPS_PROXY', 'http://user:100%@proxy.acme.example:3128'],
    ['HTTPS_PROXY', 'http://proxy.acme.example:3128/path'],
    ['NODE_EXTRA_CA_CERTS', '/no/such/file.pem'],
    ['NODE_EXTRA_CA_CERTS', import.meta.filename],
  ])('refuse %s=%s', (name, value) => {
    expect(() => settingsFor(SITE, { JIRA_ALLOWED_HOSTS: 'proxied.example.com', [name]: value })).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        message: expect.stringContaining(name) as string,
      }),
    );
  });
});
