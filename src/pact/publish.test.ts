import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { brokerSettingsOf } from '../config/broker.ts';
import { readValues } from '../config/settings.ts';
import { basic } from '../contract/authorization.ts';
import { clearSecrets, redact } from '../secrets/redaction.ts';
import { PACT_NAMES, type PactResult } from '../run/pact-result.ts';
import {
  openBrokerDouble,
  type BrokerDouble,
  type BrokerFault,
  type BrokerRequest,
  contentOf,
  publicationsOf,
} from './broker.fixture.ts';
import { pactFile, PACTS_FOLDER } from './pacts.ts';
import { publishPacts, type PactText, type ProviderVersion, type Published } from './publish.ts';

const TOKEN = 'broker-token-of-example-com';
const PASSWORD = 'pass word of example.com';

const pacts: PactText[] = PACT_NAMES.map((name) => ({
  name,
  text: readFileSync(join(PACTS_FOLDER, pactFile(name)), 'utf8'),
}));

const VERSION = { number: '1.2.3', branch: 'main', buildUrl: undefined };

const result = (pact: PactResult['pact'], verdict: 'passed' | 'failed'): PactResult => ({
  pact,
  interactions: [
    { credential: 'revoked', operation: 'GET /rest/api/3/myself', verdict, reasons: [] },
    {
      credential: 'expired',
      operation: 'GET /rest/api/3/myself',
      verdict: 'skipped',
      reasons: ['not asked'],
    },
  ],
});

const provider: ProviderVersion = {
  number: 'live-2026-11-24-030507',
  branch: 'recorded',
  results: [result('as-it-is', 'passed'), result('wanted', 'failed')],
};

let broker: BrokerDouble | undefined;

afterEach(async () => {
  await broker?.close();
  broker = undefined;
  clearSecrets();
});

async function publish(
  env: Record<string, string> = { PACT_BROKER_TOKEN: TOKEN },
  {
    fault,
    links,
    results,
  }: {
    fault?: BrokerFault;
    links?: Record<string, { href: string } | undefined>;
    results?: ProviderVersion;
  } = {},
): Promise<{ published: Published[]; requests: readonly BrokerRequest[] }> {
  broker = await openBrokerDouble(fault, links);
  const values = readValues({ PACT_BROKER_BASE_URL: `${broker.url}/`, ...env }, 'no-such-file');
  const published = await publishPacts(brokerSettingsOf(values), pacts, VERSION, results);
  return { published, requests: broker.requests };
}

describe('the pacts at a broker', () => {
  it('are published with version and branch, each under its own consumer', async () => {
    const { published, requests } = await publish();
    expect(published.map(({ pact, success }) => [pact, success])).toEqual([
      ['as-it-is', undefined],
      ['wanted', undefined],
    ]);
    expect(publicationsOf(requests).map(contentOf)).toMatchObject([
      { pacticipantName: 'jira-token-contract', pacticipantVersionNumber: '1.2.3', branch: 'main' },
      { pacticipantName: 'jira-token-contract (wanted)' },
    ]);
    expect(requests.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  });

  it('take a user and a password as well, or nothing', async () => {
    const env = { PACT_BROKER_USERNAME: 'somebody', PACT_BROKER_PASSWORD: PASSWORD };
    const { requests } = await publish(env);
    expect(requests[0]?.authorization).toBe(basic('somebody', PASSWORD));
    await broker?.close();
    expect((await publish({})).requests[0]?.authorization).toBeUndefined();
  });

  it('come with the results of a run, which mark skipped interactions', async () => {
    const { published, requests } = await publish(undefined, { results: provider });
    expect(published.map(({ success }) => success)).toEqual([true, false]);
    const results = requests.filter(({ path }) => path.endsWith('/verification-results'));
    expect(results.map(({ body }) => body['success'])).toEqual([true, false]);
    expect(results[0]?.body).toMatchObject({
      providerApplicationVersion: provider.number,
      testResults: { tests: [{ status: 'passed' }, { status: 'skipped', mismatches: ['not asked'] }] },
    });
    expect(requests.at(-1)).toMatchObject({
      method: 'PUT',
      path: `/pacticipants/Jira%20Cloud/branches/recorded/versions/${provider.number}`,
    });
  });
});

describe('a broker that refuses the pacts', () => {
  it.each<[string, BrokerFault | undefined, Record<string, { href: string } | undefined>]>([
    ['refuses the credential', { path: /^\/$/, status: 401 }, {}],
    ['lets it read only', { path: /publish/, status: 403 }, {}],
    ['has this version with another content', { path: /publish/, status: 409 }, {}],
    ['fails', { path: /publish/, status: 500, text: `echo Bearer ${TOKEN}` }, {}],
    ['redirects', { path: /^\/$/, status: 302, headers: { location: 'https://evil.example.com/' } }, {}],
    ['is a page of HTML', { path: /^\/$/, status: 200, text: '<html>' }, {}],
    ['is too old', undefined, { 'pb:publish-contracts': undefined }],
    [
      'names another host',
      undefined,
      { 'pb:publish-contracts': { href: 'https://evil.example.com/contracts' } },
    ],
  ])('%s: one sentence, exit code 3, no secret', async (_, fault, links) => {
    const error = await publish(undefined, { ...(fault && { fault }), links }).catch(
      (caught: unknown) => caught,
    );
    expect(error).toMatchObject({ name: 'Fault', exitCode: 3 });
    expect(String(error)).not.toContain(TOKEN);
    expect(String(error)).toContain(broker?.url ?? '');
  });

  it('may be unreachable', async () => {
    const values = readValues(
      { PACT_BROKER_BASE_URL: 'http://127.0.0.1:1', PACT_BROKER_TOKEN: TOKEN },
      'none',
    );
    await expect(publishPacts(brokerSettingsOf(values), pacts, VERSION)).rejects.toMatchObject({
      code: 'unreachable',
    });
  });
});

describe('the settings of a broker', () => {
  it.each([
    ['PACT_BROKER_BASE_URL', {}],
    ['PACT_BROKER_BASE_URL', { PACT_BROKER_BASE_URL: 'broker' }],
    ['PACT_BROKER_BASE_URL', { PACT_BROKER_BASE_URL: 'http://broker.example.com' }],
    ['PACT_BROKER_BASE_URL', { PACT_BROKER_BASE_URL: 'https://a:b@broker.example.com' }],
    ['PACT_BROKER_BASE_URL', { PACT_BROKER_BASE_URL: 'https://broker.example.com/?a=b' }],
    ['PACT_BROKER_PASSWORD', { PACT_BROKER_USERNAME: 'somebody' }],
    ['PACT_BROKER_USERNAME', { PACT_BROKER_PASSWORD: PASSWORD }],
    ['PACT_BROKER_TOKEN', { PACT_BROKER_USERNAME: 'somebody', PACT_BROKER_TOKEN: TOKEN }],
    ['PACT_BROKER_TOKEN', { PACT_BROKER_TOKEN: 'short' }],
  ])('are rejected by name: %s in %o', (name, changed) => {
    const usual = Object.keys(changed).includes('PACT_BROKER_BASE_URL') || Object.keys(changed).length === 0;
    const env = usual ? changed : { PACT_BROKER_BASE_URL: 'https://broker.example.com', ...changed };
    expect(() => brokerSettingsOf(readValues(env, 'none'))).toThrow(
      expect.objectContaining({ code: 'bad-config', message: expect.stringContaining(name) as string }),
    );
  });

  it('keep the token and the password out of all output', () => {
    readValues({ PACT_BROKER_TOKEN: TOKEN, PACT_BROKER_PASSWORD: PASSWORD }, 'none');
    const redacted = redact(`${TOKEN} ${PASSWORD} ${basic('somebody', PASSWORD)}`);
    expect(redacted).not.toContain(TOKEN);
    expect(redacted).not.toContain(PASSWORD);
    expect(redacted).not.toContain(basic('somebody', PASSWORD).slice(30));
  });

  it('may have a path below which the broker is', () => {
    const values = readValues({ PACT_BROKER_BASE_URL: 'https://ci.example.com/broker/' }, 'none');
    expect(brokerSettingsOf(values)).toMatchObject({
      url: 'https://ci.example.com/broker',
      authorization: null,
    });
  });
});
