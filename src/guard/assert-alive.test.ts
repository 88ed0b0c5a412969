import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../classify/classify.ts';
import { MEASURED_SITE, siteTraitsOf } from '../classify/site-traits.ts';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { credentialNamed } from '../contract/credentials.ts';
import type { Treatment } from '../contract/treatment.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { readRecordings, recordingSets } from '../evidence/recordings.ts';
import { assertAlive, DeadTokenError, judge, type Verdict } from './assert-alive.ts';

/** What each treatment says about the credential. A refusal is one that every client sees without help. */
const STATE_OF: Readonly<Record<Treatment, Verdict['state']>> = {
  accepted: 'alive',
  ignored: 'dead',
  refused: 'cannot tell',
  inconclusive: 'cannot tell',
};

const PREFIX = { site: 'https://acme.atlassian.net', gateway: 'https://api.atlassian.com/ex/jira/1' };

const urlOf = ({ credential, operation }: Exchange): string => {
  const { place } = credentialNamed(credential);
  const path = operation.split(' ')[1] ?? '';
  return place === 'gateway' ? PREFIX.gateway + path : PREFIX.site + path;
};

const headOf = (exchange: Exchange) => ({
  status: exchange.response.status,
  headers: exchange.response.headers ?? {},
  url: urlOf(exchange),
});

/** Signals for which the body is needed: without it, the answer shows less. */
const NEEDS_BODY = new Set(['own-account', 'operation-said-no', 'forbidden-to-all', 'site-unavailable']);

/** Signals that decide before the classification's: they are about the request. */
const OF_THE_REQUEST = new Set(['no-authorization', 'not-the-api']);

describe('every recording of every era', () => {
  it.each(recordingSets())('in %s is judged as the classification does', (name) => {
    const { exchanges } = readRecordings(name);
    const traits = siteTraitsOf(exchanges);
    const judged = exchanges
      .filter(({ credential }) => credential !== 'missing')
      .filter((exchange) => credentialNamed(exchange.credential).place !== 'admin')
      .map((exchange) => ({
        what: `${exchange.credential} ${exchange.operation}`,
        answer: classify(exchange, traits),
        verdict: judge(headOf(exchange), { namesAccounts: traits.namesAccounts }),
      }));
    expect(judged.length).toBeGreaterThan(0);
    for (const { what, answer, verdict } of judged) {
      const { mark, treatment } = answer;
      const state = mark === 'login-redirect' ? 'dead' : STATE_OF[treatment];
      const allowed = NEEDS_BODY.has(mark) ? [state, 'cannot tell'] : [state];
      expect({ what, mark, allowed }).toEqual({
        what,
        mark,
        allowed: expect.arrayContaining([verdict.state]),
      });
      const signals = NEEDS_BODY.has(mark) ? [mark, verdict.signal] : [mark];
      expect({ what, signals }).toEqual({ what, signals: expect.arrayContaining([verdict.signal]) });
    }
  });

  it('cannot tell anything of a request without Authorization, nor of the Admin API', () => {
    const all = recordingSets().flatMap((name) => readRecordings(name).exchanges);
    const without = all.filter(({ credential }) => credential === 'missing');
    const admin = all.filter(({ credential }) => credentialNamed(credential).place === 'admin');
    expect(Math.min(without.length, admin.length)).toBeGreaterThan(0);
    const states = [
      ...without.map((exchange) => judge(headOf(exchange), { sent: false }).state),
      ...admin.map(
        (exchange) => judge({ ...headOf(exchange), url: exchange.operation.replace('GET ', '') }).state,
      ),
    ];
    expect(new Set(states)).toEqual(new Set(['cannot tell']));
  });
});

describe('any answer', () => {
  const head = fc.record({
    status: fc.oneof(
      fc.integer({ min: 200, max: 599 }),
      fc.constantFrom(200, 302, 400, 401, 403, 404, 407, 410, 429, 499, 500),
    ),
    headers: fc.record(
      {
        'x-aaccountid': fc.constantFrom('', ' ', '5b10', '712020:57a0'),
        'x-seraph-loginreason': fc.constantFrom('OK', 'AUTHENTICATED_FAILED', 'AUTHENTICATION_DENIED', ''),
        'x-authentication-denied-reason': fc.constantFrom('CAPTCHA_CHALLENGE; login-url=x', 'other'),
        location: fc.constantFrom(
          '/login.jsp',
          'https://id.atlassian.com',
          'https://auth.atlassian.com:443/authorize',
          'https://id.atlassian.com.example.com/',
          '/jira/for-you',
        ),
        'content-type': fc.constantFrom('application/json', 'application/json;charset=UTF-8'),
      },
      { requiredKeys: [] },
    ),
  });

  it.each([
    ['site', 'mistyped', true],
    ['site', 'mistyped', false],
    ['gateway', 'gateway-email-mismatch', true],
  ] as const)(
    'of the %s (%s, accounts named: %s) is judged by the signals of the classification',
    (place, credential, namesAccounts) => {
      fc.assert(
        fc.property(head, ({ status, headers }) => {
          const exchange: Exchange = {
            credential,
            operation: 'GET /rest/api/3/project',
            response: { status, headers },
            meta: { origin: 'recorded', date: '2026-11-24T03:05:07Z' },
          };
          const { mark } = classify(exchange, { ...MEASURED_SITE, namesAccounts });
          const { signal } = judge(
            { status, headers, url: `${PREFIX[place]}/rest/api/3/project` },
            { namesAccounts },
          );
          expect(signal).toBe(mark);
        }),
        // Some rows decide only where three headers and a status meet.
        { numRuns: 2000 },
      );
    },
  );

  it('is decided by a signal that the classification or the request knows', () => {
    fc.assert(
      fc.property(head, fc.boolean(), fc.webUrl(), (answer, sent, url) => {
        const { signal } = judge({ ...answer, url }, { sent });
        expect(OF_THE_REQUEST.has(signal) || (SIGNAL_IDS as readonly string[]).includes(signal)).toBe(true);
      }),
    );
  });

  const account = { 'X-AAccountId': '5b10' };
  it.each([
    ['a Fetch response', new Response('', { headers: account }), new Response('')],
    [
      'an undici response',
      { statusCode: 200, headers: { 'x-aaccountid': ['5b10'] } },
      { statusCode: 200, headers: {} },
    ],
    ['a plain answer', { status: 404, headers: account }, { status: 404, headers: {} }],
    [
      'a map of headers',
      { status: 200, headers: new Map(Object.entries(account)) },
      { status: 200, headers: new Map() },
    ],
  ])('can be %s', (_, alive, dead) => {
    expect(judge(alive)).toEqual({ state: 'alive', signal: 'account-id' });
    expect(assertAlive<Parameters<typeof judge>[0]>(alive)).toBe(alive);
    expect(judge(dead)).toEqual({ state: 'dead', signal: 'no-account-id' });
    expect(() => assertAlive(dead)).toThrow(DeadTokenError);
  });

  it.each([
    'https://acme.atlassian.net/_edge/tenant_info',
    'https://acme.atlassian.net/wiki/rest/api/space',
    '/login.jsp',
  ])('that is not from the API of Jira shows nothing: %s', (url) => {
    expect(judge({ status: 200, headers: {}, url }).state).toBe('cannot tell');
  });

  it.each([200, 400, 403, 404])('that is a page, with status %i, shows nothing', (status) => {
    const headers = { 'content-type': 'text/html; charset=UTF-8' };
    expect(judge({ status, headers })).toEqual({ state: 'cannot tell', signal: 'edge-page' });
  });

  it.each([Number.NaN, 0, -1, 99, 1e9])('with the status %s is no reason to fail', (status) => {
    expect(judge({ status, headers: {} }).state).toBe('cannot tell');
    expect(judge({ headers: {} }).state).toBe('cannot tell');
  });
});

it('is less than 2 kB of JavaScript that imports nothing', () => {
  const text = readFileSync(join(import.meta.dirname, 'assert-alive.ts'), 'utf8');
  // What a bundler leaves of it at least: no types, no comments, no indentation.
  const small = stripTypeScriptTypes(text)
    .replaceAll(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
    .replaceAll(/\s+/g, ' ');
  expect(text).not.toMatch(/\bimport\b(?! nothing|s nothing)/);
  expect(Buffer.byteLength(small)).toBeLessThan(2000);
});
