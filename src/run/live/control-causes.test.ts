import { describe, expect, it } from 'vitest';
import { AS_MEASURED } from '../../answer/traits.ts';
import { understand } from '../../answer/understand.ts';
import type { Exchange, KeptResponse } from '../../evidence/exchange.ts';
import { causeOfFailure, type ControlAnswer } from './control-causes.ts';
import { controlFault, CONTROLS } from './controls.ts';

const AT_SITE = { place: 'site', nobody: 'without a credential' } as const;

const control = (credential: 'valid' | 'missing', response: KeptResponse): ControlAnswer => {
  const exchange: Exchange = {
    credential,
    operation: 'GET /rest/api/3/myself',
    response: { headers: {}, ...response },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
  };
  return { exchange, answer: understand(exchange, AS_MEASURED) };
};

const OWN_401: KeptResponse = {
  status: 401,
  headers: { 'www-authenticate': 'OAuth realm="https%3A%2F%2Fjira-site.example.com"' },
  body: { text: 'Client must be authenticated to access this resource.' },
};
const FAILED_401: KeptResponse = {
  ...OWN_401,
  headers: { ...OWN_401.headers, 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
};
const ACCOUNT: KeptResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const errors = { text: '{"errorMessages":["No."],"errors":{}}' };
const page = { shape: 'html' };
const to = (location: string): KeptResponse => ({ status: 302, headers: { location } });

type Row = [string, KeptResponse, KeptResponse, string | undefined];

const ROWS: Row[] = [
  ['all as it must be', ACCOUNT, OWN_401, undefined],
  ['a token that is dead', FAILED_401, OWN_401, 'token'],
  ['a token that is dead, without a login reason', OWN_401, OWN_401, 'token'],
  ['a policy for everybody', { status: 403, body: errors }, { status: 403, body: errors }, 'policy'],
  ['a policy for those who log in', { status: 403, body: errors }, OWN_401, 'policy'],
  ['a page of a firewall', { status: 403, body: page }, { status: 403, body: page }, 'page'],
  ['a portal', { status: 200, body: page }, { status: 200, body: page }, 'page'],
  [
    'a renamed site',
    to('https://new.atlassian.net/rest/api/3/myself'),
    to('https://new.atlassian.net/rest/api/3/myself'),
    'renamed',
  ],
  ['single sign-on', to('https://sso.example.com/saml'), to('https://sso.example.com/saml'), 'login-page'],
  [
    'a look-alike of a site',
    to('https://new.atlassian.net.example.com/'),
    to('https://new.atlassian.net.example.com/'),
    'login-page',
  ],
  [
    "a proxy's 401",
    { status: 401, headers: { 'www-authenticate': 'Basic' } },
    { status: 401, headers: { 'www-authenticate': 'Basic' } },
    'proxy-login',
  ],
  [
    'no Jira there',
    { status: 404, body: { text: 'not found' } },
    { status: 404, body: { text: 'not found' } },
    'address',
  ],
  [
    'a suspended site',
    { status: 404, body: { text: '{"errorMessage":"x","errorCode":"OTHER"}' } },
    { status: 404, body: { text: '{"errorMessage":"x","errorCode":"OTHER"}' } },
    'site-unavailable',
  ],
  ['something that adds a credential', ACCOUNT, ACCOUNT, 'adds-one'],
  [
    '200 for everybody',
    { status: 200, body: { text: '[]' } },
    { status: 200, body: { text: '[]' } },
    'alike',
  ],
  ['too many requests', { status: 429 }, OWN_401, 'rate-limited'],
  ['an outage', { status: 503 }, { status: 503 }, 'server-error'],
];

describe('the cause of failed controls', () => {
  it.each(ROWS)('%s', (_, valid, missing, cause) => {
    const answers = { works: control('valid', valid), fails: control('missing', missing), ...AT_SITE };
    expect(causeOfFailure(answers)?.id).toBe(cause);
  });

  it('quotes what was answered: the status, the kind of body, and where a redirect leads', () => {
    const location = 'https://sso.example.com/saml';
    const histories = Object.values(CONTROLS).map((probe) => ({
      probe,
      told: [control(probe.credential === 'valid' ? 'valid' : 'missing', to(location))] as never[],
    }));
    const fault = controlFault(histories, 'https://jira-site.example.com');
    expect(fault?.message).toContain('302');
    expect(fault?.message).toContain(location);
  });

  it('names the limit of a site that asks for fewer requests', () => {
    const headers = { 'ratelimit-reason': 'jira-burst-based', 'retry-after': '7' };
    const cause = causeOfFailure({
      works: control('valid', { status: 429, headers }),
      fails: control('missing', { status: 429, headers }),
      ...AT_SITE,
    });
    expect(cause?.says).toContain('jira-burst-based');
    expect(cause?.says).toContain('7');
  });
});
