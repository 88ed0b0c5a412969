import { describe, expect, it } from 'vitest';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { answerInWords, causeOfFailure, type ControlAnswer } from './control-causes.ts';
import { controlFault, CONTROLS } from './controls.ts';

const AT_SITE = { place: 'site', failsAs: 'without a credential' } as const;

const control = (credential: 'valid' | 'missing', response: RecordedResponse): ControlAnswer => {
  const exchange: Exchange = {
    credential,
    operation: 'GET /rest/api/3/myself',
    response: { headers: {}, ...response },
    meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
  };
  return { exchange, answer: classify(exchange, MEASURED_SITE) };
};

const OWN_401: RecordedResponse = {
  status: 401,
  headers: { 'www-authenticate': 'OAuth realm="https%3A%2F%2Fjira-site.example.com"' },
  body: { text: 'Client must be authenticated to access this resource.' },
};
const FAILED_401: RecordedResponse = {
  ...OWN_401,
  headers: { ...OWN_401.headers, 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
};
const ACCOUNT: RecordedResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const errors = { text: '{"errorMessages":["No."],"errors":{}}' };
const page = { shape: 'html' };
const to = (location: string): RecordedResponse => ({ status: 302, headers: { location } });

const BASIC_401: RecordedResponse = { status: 401, headers: { 'www-authenticate': 'Basic' } };
const CAPTCHA: RecordedResponse = {
  status: 403,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' },
};
const FORBIDDEN: RecordedResponse = { status: 403, body: { text: '{"message":"Forbidden"}' } };

type Row = [string, RecordedResponse, RecordedResponse, string | undefined];

const ROWS: Row[] = [
  ['all as it must be', ACCOUNT, OWN_401, undefined],
  ['a token that is dead', FAILED_401, OWN_401, 'token'],
  ['a token that is dead, without a login reason', OWN_401, OWN_401, 'token'],
  ['a policy for every request', { status: 403, body: errors }, { status: 403, body: errors }, 'policy'],
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
    '200 for every request',
    { status: 200, body: { text: '[]' } },
    { status: 200, body: { text: '[]' } },
    'alike',
  ],
  ['too many requests', { status: 429 }, OWN_401, 'rate-limited'],
  ['an outage', { status: 503 }, { status: 503 }, 'server-error'],
  ['a CAPTCHA', CAPTCHA, OWN_401, 'captcha'],
  ['a CAPTCHA without a credential', ACCOUNT, CAPTCHA, 'captcha'],
  ['a proxy that wants a login', { status: 407 }, { status: 407 }, 'proxy'],
  ['a proxy that wants one without a credential alone', ACCOUNT, { status: 407 }, 'proxy'],
  ['too many requests without a credential', ACCOUNT, { status: 429 }, 'rate-limited'],
  ['an outage without a credential', ACCOUNT, { status: 500 }, 'server-error'],
  ['a redirect without a credential alone', ACCOUNT, to('https://sso.example.com/login'), undefined],
  ['a redirect with the token alone', to('https://sso.example.com/login'), OWN_401, 'login-page'],
  ['the first status of a redirect', { status: 300 }, OWN_401, 'login-page'],
  ['the last status of a redirect', { status: 399 }, OWN_401, 'login-page'],
  ['a status below', { status: 299 }, OWN_401, 'token'],
  ['a status above', { status: 405 }, OWN_401, 'unexpected'],
  ['a renamed site with a port', to('https://new.jira.com:443/x'), OWN_401, 'renamed'],
  ['a renamed site, with nothing behind', to('https://new.atlassian.net'), OWN_401, 'renamed'],
  [
    'a login page that names a site',
    to('https://sso.example.com/?https://new.jira.com/'),
    OWN_401,
    'login-page',
  ],
  ['a redirect without TLS', to('http://new.atlassian.net/'), OWN_401, 'login-page'],
  ['a redirect to no site', to('https://.atlassian.net/'), OWN_401, 'login-page'],
  ["a proxy's 401 with the token alone", BASIC_401, OWN_401, 'token'],
  ["a proxy's 401 without a credential alone", OWN_401, BASIC_401, 'token'],
  ["a proxy's 401 that says nothing of how to log in", { status: 401 }, { status: 401 }, 'proxy-login'],
  ["a proxy's 401, once with a page", BASIC_401, { ...BASIC_401, body: page }, 'token'],
  [
    'a proxy that wants to know the token',
    { ...BASIC_401, headers: {} },
    { status: 401, headers: { 'x-seraph-loginreason': 'OK' } },
    'token',
  ],
  [
    'nothing there any more',
    { status: 410, body: { text: 'x' } },
    { status: 410, body: { text: 'x' } },
    'address',
  ],
  ['a 404 with the token alone', { status: 404, body: { text: 'x' } }, OWN_401, 'token'],
  ['a 404 without a credential alone', OWN_401, { status: 404, body: { text: 'x' } }, 'not-refused'],
  [
    'a bad request for every request',
    { status: 400, body: { text: 'x' } },
    { status: 400, body: { text: 'x' } },
    'alike',
  ],
  ['a redirect that names the account', { ...ACCOUNT, status: 302 }, OWN_401, undefined],
  [
    'nothing there in two ways',
    { status: 404, body: { text: 'x' } },
    { status: 410, body: { text: 'x' } },
    'not-refused',
  ],
  ['nothing there, once for the account', { ...ACCOUNT, status: 404 }, { status: 404 }, 'adds-one'],
  ["a firewall's 403", FORBIDDEN, FORBIDDEN, 'forbidden-alike'],
  ["a firewall's 403 with the token alone", FORBIDDEN, OWN_401, 'token'],
  ['a status that says nothing', { status: 422 }, OWN_401, 'unexpected'],
  ['a token that is ignored', { status: 200, body: { text: '[]' } }, OWN_401, 'token'],
  ['a success without a credential alone', FAILED_401, { status: 200, body: { text: '[]' } }, 'not-refused'],
];

const throttled = (headers: Record<string, string>): RecordedResponse => ({ status: 429, headers });

describe('the cause of failed controls', () => {
  it.each(ROWS)('%s', (_, valid, missing, cause) => {
    const answers = { works: control('valid', valid), fails: control('missing', missing), ...AT_SITE };
    const found = causeOfFailure(answers);
    expect(found?.id).toBe(cause);
    expect(found === undefined || found.says.length > 0).toBe(true);
  });

  it('quotes the status, the kind of body, and the target of a redirect', () => {
    const location = 'https://sso.example.com/saml';
    const histories = Object.values(CONTROLS).map((probe) => ({
      probe,
      attempts: [control(probe.credential === 'valid' ? 'valid' : 'missing', to(location))] as never[],
    }));
    const fault = controlFault(histories, 'https://jira-site.example.com');
    expect(fault?.message).toContain('302');
    expect(fault?.message).toContain(location);
  });

  it.each<[RecordedResponse, RecordedResponse, string[]]>([
    [
      throttled({ 'ratelimit-reason': 'jira-burst-based', 'retry-after': '7' }),
      OWN_401,
      ['jira-burst-based', '7'],
    ],
    [throttled({ 'ratelimit-reason': 'jira-burst-based' }), OWN_401, ['jira-burst-based']],
    [throttled({ 'retry-after': '7' }), OWN_401, ['7']],
    [throttled({}), OWN_401, []],
    [ACCOUNT, throttled({ 'retry-after': '7' }), ['7']],
    // If both are throttled, the limit of the token is reported.
    [throttled({ 'retry-after': '7' }), throttled({ 'retry-after': '9' }), ['7']],
  ])('names the rate limit: %j, %j', (valid, missing, named) => {
    const cause = causeOfFailure({
      works: control('valid', valid),
      fails: control('missing', missing),
      ...AT_SITE,
    });
    expect(cause?.says.match(/jira-burst-based|Retry-After|\d+|undefined/g) ?? []).toEqual(
      named.flatMap((word) => (/^\d/.test(word) ? ['Retry-After', word] : [word])),
    );
    expect(cause?.says.includes('(')).toBe(named.length > 0);
  });

  it('names the new address of a site that was renamed, without the path', () => {
    const works = control('valid', to('https://new.atlassian.net/rest/api/3/myself'));
    const cause = causeOfFailure({ works, fails: works, ...AT_SITE });
    expect(cause?.says).toContain('JIRA_SITE');
    expect(cause?.says).toMatch(/https:\/\/new\.atlassian\.net$/);
  });

  it('names the email variable of the token, by place', () => {
    const answers = { works: control('valid', FAILED_401), fails: control('missing', OWN_401) };
    const [site, gateway] = (['site', 'gateway'] as const).map(
      (place) => causeOfFailure({ ...answers, place, failsAs: 'x' })?.says,
    );
    expect(site).toContain('JIRA_EMAIL');
    expect(gateway).toContain('JIRA_SCOPED_EMAIL');
  });

  it('is not a proxy at the gateway, whose 401 does not name OAuth', () => {
    const both = { works: control('valid', BASIC_401), fails: control('missing', BASIC_401) };
    expect(causeOfFailure({ ...both, place: 'gateway', failsAs: 'x' })?.id).toBe('token');
  });

  it.each([
    [ACCOUNT, ACCOUNT, 'adds-one'],
    [{ status: 200, body: { text: '[]' } }, { status: 200, body: { text: '[]' } }, 'alike'],
    [FORBIDDEN, FORBIDDEN, 'forbidden-alike'],
  ])('says what was sent instead of a credential: %j', (valid, missing, id) => {
    const answers = {
      works: control('valid', valid),
      fails: control('missing', missing),
      place: 'site',
    } as const;
    expect(causeOfFailure({ ...answers, failsAs: 'with a word' })).toMatchObject({
      id,
      says: expect.stringContaining('with a word') as string,
    });
  });
});

const words = (response: RecordedResponse): string => answerInWords(control('valid', response));

describe('the description of an answer', () => {
  it('distinguishes the kinds of bodies', () => {
    const bodies = ['<!doctype html>', '', 'plain', '7', '"text"', '[]', '{}', '{"a":1}'].map((text) =>
      words({ status: 200, body: { text } }),
    );
    const all = [...bodies, words({ status: 200 })];
    expect(new Set(all).size).toBe(all.length);
    expect(all.map((one) => one.includes('JSON'))).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(all.filter((one) => !one.startsWith('200 ') || one.includes('undefined'))).toEqual([]);
  });

  it('names the first keys of an object', () => {
    const one = words({ status: 200, body: { text: '{"k1":1,"k2":1,"k3":1,"k4":1,"k5":1}' } });
    expect(one.match(/k\d/g)).toEqual(['k1', 'k2', 'k3', 'k4']);
  });

  it('names the target of a redirect', () => {
    expect(words(to('/login.jsp'))).toMatch(/^302 .*Location \/login\.jsp$/);
    expect(words({ status: 302 })).not.toContain('Location');
  });
});
