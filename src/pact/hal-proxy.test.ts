import { afterEach, expect, it, onTestFinished } from 'vitest';
import { brokerSettingsOf } from '../config/broker.ts';
import { readValues } from '../config/settings.ts';
import { clearSecrets } from '../secrets/redaction.ts';
import { PROXIED } from '../http/certificate.fixture.ts';
import { openProxy, openTls } from '../http/proxy.fixture.ts';
import { openHal, type HalClient } from './hal.ts';

afterEach(clearSecrets);

const BROKER = 'https://proxied.example.com';

/** A client of a broker that is behind a proxy. */
function behind(port: number, authorities?: string): HalClient {
  const env = { PACT_BROKER_BASE_URL: BROKER, HTTPS_PROXY: `http://user:of-the-proxy@127.0.0.1:${port}` };
  const settings = brokerSettingsOf(readValues(env, 'no-such-file'));
  const hal = openHal({ ...settings, network: { ...settings.network, authorities } });
  onTestFinished(() => hal.close());
  return hal;
}

it('reaches a broker through the proxy, and says if the proxy is to blame', async () => {
  const broker = await openTls((_request, response) =>
    response.end(JSON.stringify({ _links: { self: { href: `${BROKER}/x` } } })),
  );
  const proxy = await openProxy(broker.port, { login: 'user:of-the-proxy' });
  const strict = await openProxy(broker.port, { login: 'user:another' });
  onTestFinished(async () => {
    await Promise.all([broker, proxy, strict].map((one) => one.close()));
  });
  expect((await behind(proxy.port, PROXIED.cert).get(BROKER)).link('self')).toBe(`${BROKER}/x`);
  await expect(behind(proxy.port).get(BROKER)).rejects.toThrow(/NODE_EXTRA_CA_CERTS/);
  await expect(behind(strict.port, PROXIED.cert).get(BROKER)).rejects.toThrow(/407/);
});

it.each([
  ['HTTPS_PROXY', 'proxy:3128'],
  ['JIRA_API_TOKEN_EXPIRES', '2026-02-30'],
])('refuses %s=%s before a broker is asked', (name, value) => {
  const env = { PACT_BROKER_BASE_URL: BROKER, [name]: value };
  expect(() => brokerSettingsOf(readValues(env, 'no-such-file'))).toThrow(
    expect.objectContaining({ code: 'bad-config' }),
  );
});
