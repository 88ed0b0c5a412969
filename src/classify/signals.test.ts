import { describe, expect, it } from 'vitest';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import type { SignalId } from './signals.ts';
import { MEASURED_SITE, type SiteTraits } from './site-traits.ts';
import { classify } from './classify.ts';

type Probe = Partial<Pick<Exchange, 'credential' | 'operation'>>;

const markOf = (
  response: RecordedResponse,
  probe: Probe = {},
  traits: SiteTraits = MEASURED_SITE,
): SignalId =>
  classify(
    {
      credential: 'revoked',
      operation: 'GET /rest/api/3/project',
      ...probe,
      response,
      meta: { origin: 'recorded', date: '2026-09-30T00:00:00Z' },
    },
    traits,
  ).mark;

const body = (value: unknown) => ({ body: { text: JSON.stringify(value) } });

const MYSELF = { operation: 'GET /rest/api/3/myself' } as const;
const GATEWAY = { credential: 'gateway-scoped' } as const;
const ADMIN = {
  credential: 'admin-key',
  operation: 'GET https://api.atlassian.com/admin/v1/orgs',
} as const;
const NAMELESS: SiteTraits = { namesAccounts: false };
const FAILED = { headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } };

/** Statuses of an operation that ran: it succeeded, or reported an error of its own. */
const RAN = [200, 204, 299, 400, 404, 410];
const DID_NOT_RUN = [199, 300, 304, 399, 402, 405, 409, 411, 418, 499];

describe('a status alone', () => {
  it.each(RAN)('%d shows that the operation ran', (status) => {
    expect(markOf({ status })).toBe('no-account-id');
    expect(markOf({ status, ...FAILED })).toBe('login-failed');
  });

  it.each(DID_NOT_RUN)('%d shows nothing', (status) => {
    expect(markOf({ status })).toBe('unexpected');
    expect(markOf({ status, ...FAILED })).toBe('unexpected');
    expect(markOf({ status, headers: { 'x-aaccountid': 'a' } })).toBe('account-id');
  });

  it.each<[number, SignalId]>([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [407, 'proxy-login'],
    [429, 'rate-limited'],
    [500, 'server-error'],
    [502, 'server-error'],
    [599, 'server-error'],
  ])('%d shows %s, even beside a failed login', (status, mark) => {
    expect(markOf({ status })).toBe(mark);
    expect(markOf({ status, ...FAILED })).toBe(mark);
  });

  it.each([407, 429, 500, 503])('%d shows nothing about an account, even if it names one', (status) => {
    expect(markOf({ status, headers: { 'x-aaccountid': 'a' } })).not.toBe('account-id');
  });
});

describe('the body of an answer', () => {
  it.each<[string, RecordedResponse, SignalId]>([
    ['a suspended site', { status: 404, ...body({ errorMessage: 'x', errorCode: 'y' }) }, 'site-unavailable'],
    ['a message without a code', { status: 404, ...body({ errorMessage: 'x' }) }, 'no-account-id'],
    ['a code without a message', { status: 404, ...body({ errorCode: 'x' }) }, 'no-account-id'],
    [
      'the same with another status',
      { status: 400, ...body({ errorMessage: 'x', errorCode: 'y' }) },
      'no-account-id',
    ],
    ['a page of HTML with 403', { status: 403, body: { text: '<!doctype html>' } }, 'edge-page'],
    ['a page of HTML with 200', { status: 200, body: { shape: 'html' } }, 'edge-page'],
    ['a page of HTML with 404', { status: 404, body: { shape: 'html' } }, 'edge-page'],
    ['a page of HTML with 401, as Jira itself had', { status: 401, body: { shape: 'html' } }, 'unauthorized'],
    ['a policy', { status: 403, ...body({ errorMessages: ['x'] }) }, 'forbidden-to-all'],
    ['an error of the operation', { status: 400, ...body({ errorMessages: ['x'] }) }, 'no-account-id'],
    ['403 and other words', { status: 403, ...body({ message: 'x' }) }, 'forbidden'],
  ])('%s', (_, response, mark) => {
    expect(markOf(response)).toBe(mark);
  });

  it('is the account of the caller only on an operation that returns it', () => {
    const account = { status: 200, ...body({ accountId: 'a' }) };
    expect(markOf(account, MYSELF)).toBe('own-account');
    expect(markOf(account, MYSELF, NAMELESS)).toBe('own-account');
    expect(markOf(account)).toBe('no-account-id');
    expect(markOf({ ...account, status: 404 }, MYSELF)).toBe('no-account-id');
    expect(markOf({ ...account, status: 300 }, MYSELF)).toBe('unexpected');
  });
});

describe("an operation's own refusal", () => {
  const own = { status: 401, ...body({ errorMessages: ['x'] }) };
  it.each<[string, RecordedResponse, Probe, SignalId]>([
    ['on one that runs for everyone', own, {}, 'operation-said-no'],
    ['on one that does not', own, MYSELF, 'unauthorized'],
    ['at the gateway, where nothing does', own, GATEWAY, 'unauthorized'],
    ['after the login check', { ...own, headers: { 'www-authenticate': 'OAuth' } }, {}, 'unauthorized'],
    ['with an empty challenge', { ...own, headers: { 'www-authenticate': '' } }, {}, 'unauthorized'],
    ['in other words than Jira’s', { status: 401, ...body({ message: 'x' }) }, {}, 'unauthorized'],
    ['with 402', { ...own, status: 402 }, {}, 'unexpected'],
  ])('%s', (_, response, probe, mark) => {
    expect(markOf(response, probe)).toBe(mark);
  });
});

const as = (account: string, credential: Exchange['credential'], own?: string): SignalId =>
  markOf(
    { status: 200, headers: { 'x-aaccountid': account } },
    { credential },
    {
      namesAccounts: true,
      account: own,
    },
  );

it.each<[string, string, Exchange['credential'], string | undefined, SignalId]>([
  ['its own', 'a', 'valid', 'a', 'account-id'],
  ['its own, in spaces', ' a ', 'valid', 'a', 'account-id'],
  ['another', 'b', 'valid', 'a', 'another-account'],
  ['any, if the account is not known', 'b', 'valid', undefined, 'account-id'],
  ['another at the gateway', 'b', 'gateway-scoped', 'a', 'another-account'],
  ['any, of a token that must not work', 'b', 'revoked', 'a', 'account-id'],
  ['any, without a credential', 'b', 'missing', 'a', 'account-id'],
  ['spaces alone', '  ', 'valid', 'a', 'no-account-id'],
  ['nothing', '', 'valid', 'a', 'no-account-id'],
])('matches %s', (_, account, credential, own, mark) => {
  expect(as(account, credential, own)).toBe(mark);
});

describe('the header that names the account', () => {
  it('shows nothing if the site never sends it', () => {
    expect(markOf({ status: 200 }, {}, NAMELESS)).toBe('unexpected');
    expect(markOf({ status: 404 }, {}, NAMELESS)).toBe('unexpected');
    expect(markOf({ status: 200, ...FAILED }, {}, NAMELESS)).toBe('login-failed');
  });
});

describe('a redirect', () => {
  it.each<[number, string | undefined, SignalId]>([
    [302, '/login.jsp?os_destination=x', 'login-redirect'],
    [300, '/login.jsp', 'login-redirect'],
    [399, '/LOGIN', 'login-redirect'],
    [302, 'https://id.atlassian.com', 'login-redirect'],
    [302, 'https://id.atlassian.com:443/x', 'login-redirect'],
    [302, 'https://auth.atlassian.com/authorize', 'login-redirect'],
    [302, 'https://AUTH.Atlassian.com/authorize', 'login-redirect'],
    [302, 'https://id.atlassian.com.example.com/', 'unexpected'],
    [302, 'https://idxatlassian.com/', 'unexpected'],
    [302, 'https://id.atlassianxcom/', 'unexpected'],
    [302, 'https://example.com/?next=https://id.atlassian.com/', 'unexpected'],
    [302, 'https://api.atlassian.com/', 'unexpected'],
    [302, '/jira', 'unexpected'],
    [302, undefined, 'unexpected'],
    [299, '/login.jsp', 'no-account-id'],
    [400, '/login.jsp', 'no-account-id'],
  ])('%d to %s is %s', (status, location, mark) => {
    expect(markOf({ status, headers: location === undefined ? {} : { location } })).toBe(mark);
  });
});

describe('at a place without anonymous access', () => {
  it.each<[string, Probe]>([
    ['the gateway', GATEWAY],
    ['the Admin API', ADMIN],
  ])('a success at %s is the account’s, if it is JSON', (_, probe) => {
    expect(markOf({ status: 200 }, probe)).toBe('no-anonymous-there');
    expect(markOf({ status: 299, ...body([]) }, probe)).toBe('no-anonymous-there');
    expect(markOf({ status: 200, body: { text: '{"cut off' } }, probe)).toBe('unexpected');
    expect(markOf({ status: 199 }, probe)).toBe('unexpected');
    expect(markOf({ status: 300 }, probe)).toBe('unexpected');
    expect(markOf({ status: 400 }, probe)).toBe('unexpected');
    expect(markOf({ status: 404 }, probe)).toBe('unexpected');
  });
});

it('recognises a CAPTCHA first, because the account must not be asked again', () => {
  const headers = { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE', 'x-aaccountid': 'a' };
  for (const status of [200, 401, 403, 407, 429, 503]) expect(markOf({ status, headers })).toBe('captcha');
});
