import { describe, expect, it } from 'vitest';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { isConclusive } from './answer.ts';
import { SIGNALS } from './signals.ts';
import { MEASURED_SITE, type SiteTraits } from './site-traits.ts';
import { classify } from './classify.ts';

const recorded = (
  response: RecordedResponse,
  probe: Partial<Pick<Exchange, 'credential' | 'operation'>> = {},
): Exchange => ({
  credential: 'revoked',
  operation: 'GET /rest/api/3/project',
  ...probe,
  response,
  meta: { origin: 'recorded', date: '2026-09-30T00:00:00Z' },
});

const FAILED = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };
const myself = { operation: 'GET /rest/api/3/myself' } as const;
const gateway = { credential: 'gateway-scoped' } as const;
const ERROR = { text: '{"errorMessages":["You cannot edit the configuration of this project."]}' };

const OAUTH = { 'www-authenticate': 'OAuth realm="https%3A%2F%2Fjira-site.example.com"' };
const WRAPPED_401 = {
  text: '{"errorMessages":["Client must be authenticated to access this resource."],"errors":{}}',
};
const ALLOWLIST = {
  text: '{"errorMessages":["The IP address has been rejected because it is not on the allowed list. See your admin for more information."],"errors":{}}',
};

const CASES: [string, Exchange, string, string][] = [
  ['too many requests', recorded({ status: 429 }), 'inconclusive', 'rate-limited'],
  ['a server error', recorded({ status: 503 }), 'inconclusive', 'server-error'],
  [
    'a CAPTCHA challenge',
    recorded({
      status: 403,
      headers: { 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=x' },
    }),
    'inconclusive',
    'captcha',
  ],
  [
    'a denied login on a 200',
    recorded({ status: 200, headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' } }),
    'inconclusive',
    'captcha',
  ],
  [
    'a suspended site',
    recorded({
      status: 404,
      body: { text: '{"errorMessage": "Site temporarily unavailable", "errorCode": "OTHER"}' },
    }),
    'inconclusive',
    'site-unavailable',
  ],
  ['a proxy that wants a login', recorded({ status: 407 }), 'inconclusive', 'proxy-login'],
  [
    'a page of the CDN',
    recorded({ status: 403, body: { text: '<html></html>' } }),
    'inconclusive',
    'edge-page',
  ],
  ['an account id', recorded({ status: 200, headers: { 'x-aaccountid': 'a' } }), 'accepted', 'account-id'],
  [
    'an account id on a 400',
    recorded({ status: 400, headers: { 'x-aaccountid': 'a' } }),
    'accepted',
    'account-id',
  ],
  [
    "the caller's own account",
    recorded({ status: 200, body: { text: '{"accountId":"a"}' } }, myself),
    'accepted',
    'own-account',
  ],
  [
    'an account id that is empty',
    recorded({ status: 200, headers: { 'x-aaccountid': '' } }),
    'ignored',
    'no-account-id',
  ],
  [
    'a failed login in the second of two lines',
    recorded({ status: 200, headers: { 'x-seraph-loginreason': ['OUT', 'AUTHENTICATED_FAILED'] } }),
    'ignored',
    'login-failed',
  ],
  [
    "the generic 401 in Jira's usual wrapping",
    recorded({ status: 401, headers: OAUTH, body: WRAPPED_401 }),
    'refused',
    'unauthorized',
  ],
  [
    'the same without WWW-Authenticate, on an operation that refuses anonymous callers',
    recorded({ status: 401, body: WRAPPED_401 }, myself),
    'refused',
    'unauthorized',
  ],
  [
    'the same at the gateway, where nothing runs anonymously',
    recorded({ status: 401, body: WRAPPED_401 }, gateway),
    'refused',
    'unauthorized',
  ],
  [
    "the allowlist's documented body",
    recorded({ status: 403, body: ALLOWLIST }),
    'inconclusive',
    'forbidden-to-all',
  ],
  [
    'the same for an account without the permission',
    recorded({ status: 403, headers: { 'x-aaccountid': 'a' }, body: ALLOWLIST }),
    'accepted',
    'account-id',
  ],
  [
    'a redirect to the Atlassian login',
    recorded({ status: 302, headers: { location: 'https://id.atlassian.com/' } }),
    'refused',
    'login-redirect',
  ],
  [
    'a redirect to a host with a similar name',
    recorded({ status: 302, headers: { location: 'https://id.atlassian.com.example.com/' } }),
    'inconclusive',
    'unexpected',
  ],
  ['a failed login on a 200', recorded({ status: 200, headers: FAILED }), 'ignored', 'login-failed'],
  ['a failed login on a 404', recorded({ status: 404, headers: FAILED }), 'ignored', 'login-failed'],
  ['a failed login on a 401', recorded({ status: 401, headers: FAILED }), 'refused', 'unauthorized'],
  ["an operation's own 401", recorded({ status: 401, body: ERROR }), 'ignored', 'operation-said-no'],
  [
    'the generic 401, whatever its media type',
    recorded({
      status: 401,
      headers: { 'content-type': 'application/json', 'www-authenticate': 'OAuth realm="x"' },
      body: { text: 'Client must be authenticated to access this resource.' },
    }),
    'refused',
    'unauthorized',
  ],
  [
    'the gateway’s 401',
    recorded({ status: 401, body: { text: '{"code":401,"message":"Unauthorized"}' } }, gateway),
    'refused',
    'unauthorized',
  ],
  [
    'the Connect 403',
    recorded({ status: 403, body: { text: '{"error": "Failed to parse Connect Session Auth Token"}' } }),
    'refused',
    'forbidden',
  ],
  [
    'a redirect to a login page',
    recorded({ status: 302, headers: { location: '/login.jsp?os_destination=x' } }),
    'refused',
    'login-redirect',
  ],
  [
    'a redirect elsewhere',
    recorded({ status: 302, headers: { location: '/jira' } }),
    'inconclusive',
    'unexpected',
  ],
  ['a success at the gateway', recorded({ status: 200 }, gateway), 'accepted', 'no-anonymous-there'],
  [
    'broken JSON at the gateway',
    recorded({ status: 200, body: { text: '{"broken": ' } }, gateway),
    'inconclusive',
    'unexpected',
  ],
  ['a 404 at the gateway', recorded({ status: 404 }, gateway), 'inconclusive', 'unexpected'],
  ['a 200 without any mark', recorded({ status: 200, body: { text: '[]' } }), 'ignored', 'no-account-id'],
  ['a 410 without any mark', recorded({ status: 410 }), 'ignored', 'no-account-id'],
  [
    'a 200 of /myself without an account',
    recorded({ status: 200, body: { text: '{}' } }, myself),
    'ignored',
    'no-account-id',
  ],
];

describe('classifying an exchange', () => {
  it.each(CASES)('%s', (_, exchange, treatment, mark) => {
    expect(classify(exchange, MEASURED_SITE)).toMatchObject({ treatment, mark });
  });

  it('has a case for every signal', () => {
    // Another account needs that of the valid token to compare with: see below.
    const reached = new Set([...CASES.map(([, , , mark]) => mark), 'another-account']);
    expect(SIGNALS.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  it('distinguishes an absent header from one that is not on record', () => {
    const basis = { date: '2026', grade: 'measured', source: 'https://example.com', note: 'n' } as const;
    const transcribed = (response: RecordedResponse): Exchange => ({
      ...recorded(response),
      meta: { origin: 'transcribed', ...basis },
    });
    expect(classify(recorded({ status: 200 }), MEASURED_SITE).loginReason).toBeNull();
    expect(classify(transcribed({ status: 200 }), MEASURED_SITE)).not.toHaveProperty('loginReason');
    expect(
      classify(transcribed({ status: 200, absent: ['x-seraph-loginreason'] }), MEASURED_SITE).loginReason,
    ).toBeNull();
    expect(classify(transcribed({ status: 200 }), MEASURED_SITE)).toStrictEqual({
      status: 200,
      treatment: 'ignored',
      mark: 'no-account-id',
    });
  });

  it('recognises an account other than that of the valid token', () => {
    const traits = { ...MEASURED_SITE, account: 'account-1' };
    const as = (credential: Exchange['credential'], account: string): string =>
      classify(recorded({ status: 200, headers: { 'x-aaccountid': account } }, { credential }), traits).mark;
    expect(as('valid', 'account-2')).toBe('another-account');
    expect(as('valid', 'account-1')).toBe('account-id');
    expect(as('email-mismatch', 'account-2')).toBe('account-id');
  });

  it('keeps the reason given by the gateway', () => {
    const headers = { 'x-failure-category': 'FAILURE_CLIENT_AUTH' };
    expect(classify(recorded({ status: 401, headers }, gateway), MEASURED_SITE).failureCategory).toBe(
      'FAILURE_CLIENT_AUTH',
    );
    expect(classify(recorded({ status: 401 }, gateway), MEASURED_SITE)).not.toHaveProperty('failureCategory');
  });

  it.each([405, 422, 451, 301])('counts a steady %d as behaviour, a single one not', (status) => {
    const once = recorded({ status });
    const steady = { ...once, meta: { ...once.meta, steady: [status, status, status] } } as Exchange;
    expect(classify(once, MEASURED_SITE)).toMatchObject({ treatment: 'inconclusive', mark: 'unexpected' });
    expect(classify(steady, MEASURED_SITE).mark).toBe('unexplained');
    expect(isConclusive(classify(once, MEASURED_SITE))).toBe(false);
    expect(isConclusive(classify(steady, MEASURED_SITE))).toBe(true);
  });

  it('never counts a steady server error as behaviour', () => {
    const { meta, ...once } = recorded({ status: 503 });
    const steady = { ...once, meta: { ...meta, steady: [503, 503, 503] } } as Exchange;
    expect(isConclusive(classify(steady, MEASURED_SITE))).toBe(false);
  });

  it('keeps the media type without its parameters', () => {
    const answer = classify(
      recorded({ status: 401, headers: { 'content-type': 'Text/HTML;charset=UTF-8' } }),
      MEASURED_SITE,
    );
    expect(answer.mediaType).toBe('text/html');
  });
});

const answerWith = (headers: Readonly<Record<string, string>>, more: Partial<RecordedResponse> = {}) =>
  classify(recorded({ status: 401, headers, ...more }), MEASURED_SITE);

describe('the details of an answer', () => {
  it.each([
    ['text/html', 'text/html'],
    [' Application/JSON ; charset=UTF-8; x=y', 'application/json'],
    ['', ''],
  ])('include the media type of %j', (value, mediaType) => {
    expect(answerWith({ 'content-type': value }).mediaType).toBe(mediaType);
  });

  it('show that a header was absent', () => {
    expect(answerWith({})).toMatchObject({ mediaType: null, loginReason: null });
    expect(answerWith({ 'x-seraph-loginreason': 'OUT' }).loginReason).toBe('OUT');
  });

  it('include the shape of the body, whatever the order of its keys', () => {
    const shape = { a: 'string', b: { c: 'number', d: [] } };
    expect(answerWith({}, { body: { shape } }).shape).toEqual(shape);
    const turned = { b: { d: [], c: 'number' }, a: 'string' };
    expect(JSON.stringify(answerWith({}, { body: { shape: turned } }).shape)).toBe(JSON.stringify(shape));
    expect(answerWith({})).not.toHaveProperty('shape');
  });
});

const traits = (more: Partial<SiteTraits>): SiteTraits => ({ ...MEASURED_SITE, ...more });

describe('signals across answers', () => {
  const PLACED = 'site GET /rest/api/3/project';
  const meta = { origin: 'recorded', date: '2026-09-30T00:00:00Z' } as const;
  const gone = recorded({ status: 410 });

  it.each<[string, Exchange, SiteTraits, string]>([
    ['a removal', gone, traits({ removed: new Map([[PLACED, 410]]) }), 'operation-removed'],
    [
      'another answer of a removed operation',
      recorded({ status: 401 }),
      traits({ removed: new Map([[PLACED, 410]]) }),
      'unauthorized',
    ],
    [
      'the removal of another operation',
      gone,
      traits({ removed: new Map([['site GET /rest/api/3/field', 410]]) }),
      'no-account-id',
    ],
    [
      'a removal at another place',
      gone,
      traits({ removed: new Map([['gateway GET /rest/api/3/project', 410]]) }),
      'no-account-id',
    ],
    ['a brown-out', gone, traits({ brownedOut: new Set([PLACED]) }), 'brown-out'],
    [
      'an answer between two brown-outs',
      recorded({ status: 404 }),
      traits({ brownedOut: new Set([PLACED]) }),
      'no-account-id',
    ],
    ['a brown-out of another operation', gone, traits({ brownedOut: new Set(['x']) }), 'no-account-id'],
    [
      'a brown-out with differing answers',
      { ...gone, meta: { ...meta, flapping: [410, 200] } },
      traits({ brownedOut: new Set([PLACED]) }),
      'brown-out',
    ],
    ['answers in turn', { ...gone, meta: { ...meta, flapping: [410, 200] } }, MEASURED_SITE, 'flapping'],
    [
      'alternating answers, like those of other probes',
      { ...gone, meta: { ...meta, flapping: [410, 200], rollOut: true } },
      MEASURED_SITE,
      'rolling-out',
    ],
    [
      'alternating answers of a removed operation',
      { ...gone, meta: { ...meta, flapping: [410, 200] } },
      traits({ removed: new Map([[PLACED, 410]]) }),
      'flapping',
    ],
    [
      'a roll-out that this probe does not show',
      { ...gone, meta: { ...meta, rollOut: true } },
      MEASURED_SITE,
      'no-account-id',
    ],
  ])('%s', (_, exchange, of, mark) => {
    expect(classify(exchange, of).mark).toBe(mark);
  });
});
