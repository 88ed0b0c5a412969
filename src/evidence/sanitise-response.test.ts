import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { sanitiseResponse } from './sanitise-response.ts';
import { responseSchema } from './recording-schema.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import { reveals } from '../secrets/secrets.fixture.ts';
import { Anonymiser } from './anonymiser.ts';
import { isEmptyResult, shapeOf } from './shape.ts';
import { shapeOfResponse } from './exchange.ts';
import type { RawResponse } from './raw-response.ts';

const rawResponse = (
  status: number,
  text: string | null,
  headers: RawResponse['headers'] = {},
): RawResponse => ({
  status,
  headers,
  text,
});

const sanitisedText = (response: RawResponse, anonymiser = new Anonymiser()): string =>
  JSON.stringify(sanitiseResponse(response, anonymiser));

describe('a sanitised response', () => {
  it('has the shape of data, and none of its values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ name: fc.stringMatching(/^[a-z]{12,20}$/), id: fc.nat() })),
        (items) => {
          const sanitised = sanitisedText(rawResponse(200, JSON.stringify(items)));
          for (const { name } of items) expect(sanitised).not.toContain(name);
        },
      ),
    );
  });

  it('is classified like the original', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(200, 401, 404), (text, status) => {
        const shape = shapeOfResponse(sanitiseResponse(rawResponse(status, text), new Anonymiser()));
        expect(isEmptyResult(shape)).toBe(isEmptyResult(shapeOf(text)));
      }),
    );
  });

  it('uses one pseudonym wherever the data of a person appears', () => {
    const anonymiser = new Anonymiser();
    const account = '557058:1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b';
    const body = { accountId: account, displayName: 'Ada Byron', emailAddress: 'ada@acme.example' };
    sanitiseResponse(
      rawResponse(200, JSON.stringify(body), { 'x-aaccountid': encodeURIComponent(account) }),
      anonymiser,
    );
    const error = {
      errorMessages: [
        `Ada Byron (ada@acme.example, ${account}) may not see avatar https://x.example/avatar/ada`,
      ],
    };
    const sanitised = sanitisedText(
      rawResponse(404, JSON.stringify(error), { 'x-aaccountid': account }),
      anonymiser,
    );
    for (const value of ['Ada', 'ada@acme', '557058', 'x.example']) expect(sanitised).not.toContain(value);
    expect(sanitised.match(/account-1/g)).toHaveLength(2);
  });

  it('has the name of a cookie without its value, and a redirect without its query', () => {
    const sanitised = sanitisedText(
      rawResponse(302, '', {
        'set-cookie': ['a=1234; Path=/', 'b=5678'],
        location: '/login.jsp?token=9012#3456',
      }),
    );
    for (const value of ['1234', '5678', '9012', '3456']) expect(sanitised).not.toContain(value);
    expect(sanitised).toContain('/login.jsp');
  });

  it('survives a body that nests a hundred thousand levels', () => {
    const text = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(sanitiseResponse(rawResponse(200, text), new Anonymiser()).status).toBe(200);
    expect(
      sanitiseResponse(rawResponse(200, '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)), new Anonymiser())
        .status,
    ).toBe(200);
  });

  it('has no body if none was read', () => {
    expect(sanitiseResponse(rawResponse(200, null), new Anonymiser())).not.toHaveProperty('body');
  });

  it.each([
    'errorMessages',
    'accountId',
    'AUTHENTICATED_FAILED',
    'toString',
    'constructor',
    '__proto__',
    'login',
  ])('is classified the same if a colleague is called %s', (displayName) => {
    const anonymiser = new Anonymiser();
    sanitiseResponse(
      rawResponse(200, JSON.stringify([{ displayName, accountId: `${displayName}-1` }])),
      anonymiser,
    );
    const failed = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED', location: '/login.jsp' };
    const text = `{"errorMessages":["${displayName} may not"],"${displayName}":1}`;
    const sanitised = sanitiseResponse(rawResponse(403, text, failed), anonymiser);
    expect(sanitised.headers).toMatchObject(failed);
    expect(Object.keys(shapeOfResponse(sanitised) ?? {})).toContain('errorMessages');
    expect(JSON.stringify(sanitised)).not.toContain(`${displayName} may not`);
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', ''])(
    'treats a key %j like any other',
    (key) => {
      const body = `[{${JSON.stringify(key)}:{${JSON.stringify(key)}:"x"}}]`;
      expect(() => sanitiseResponse(rawResponse(200, body), new Anonymiser())).not.toThrow();
      expect(() => sanitiseResponse(rawResponse(400, body), new Anonymiser())).not.toThrow();
    },
  );

  it('treats the keys of a map as data', () => {
    const roles = { 'Acme Corp': 'https://x.example/1', Administrators: 'https://x.example/2' };
    const role = 'GET /rest/api/3/project/{projectIdOrKey}/role';
    const sanitised = JSON.stringify(
      sanitiseResponse(rawResponse(200, JSON.stringify(roles)), new Anonymiser(), role),
    );
    for (const name of Object.keys(roles)) expect(sanitised).not.toContain(name);
    const projects = JSON.stringify({ values: [{ key: 'A', roles }] });
    const nested = JSON.stringify(
      sanitiseResponse(rawResponse(200, projects), new Anonymiser(), 'GET /rest/api/3/project/search'),
    );
    for (const name of Object.keys(roles)) expect(nested).not.toContain(name);
    expect(nested).toContain('values');
  });

  it.each([
    ['a key that is a sentence', { 'Ada Byron, London': 1 }, 'Byron'],
    ['a key that is an email', { 'ada@acme.example': 1 }, 'acme'],
    ['a key that is an account', { '5b10ac8d82e05b22cc7d4ef5': 1 }, '5b10ac8d'],
    [
      'the keys of an object as large as a map',
      Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`customer${i}`, 1])),
      'customer',
    ],
  ])('gives a pseudonym to %s', (_, body, part) => {
    expect(sanitisedText(rawResponse(200, JSON.stringify([body])))).not.toContain(part);
  });

  it.each([
    '712020:f1e2d3c4-b5a6-4798-8a9b-0c1d2e3f4a5b',
    '557058%3AF1E2D3C4-B5A6-4798-8A9B-0C1D2E3F4A5B',
    String.raw`712020\u003af1e2d3c4-b5a6-4798-8a9b-0c1d2e3f4a5b`,
    'qm:f1e2d3c4-b5a6-4798-8a9b-0c1d2e3f4a5b:0a1b2c3d-b5a6-4798-8a9b-0c1d2e3f4a5b',
    'ug:f1e2d3c4-b5a6-4798-8a9b-0c1d2e3f4a5b',
    '5B10AC8D82E05B22CC7D4EF5',
    'ada%40acme.example',
    'ADA&#64;acme.example',
  ])('contains no %s', (id) => {
    for (const text of [`no user ${id} here`, JSON.stringify({ errorMessages: [`no user ${id}, sorry`] })]) {
      expect(sanitisedText(rawResponse(404, text, { server: id }))).not.toContain(id.slice(-20, -4));
    }
  });

  it('contains no secret that a server echoes in a header, a text, a key or a value', () => {
    const secret = syntheticToken('said-back');
    registerSecret('JIRA_API_TOKEN', secret);
    const basic = Buffer.from(`owner@example.com:${secret}`).toString('base64');
    const cut = `Your header Authorization: Basic ${basic} was not accepted`.slice(0, 200);
    for (const body of [
      secret,
      cut,
      JSON.stringify({ [secret]: secret }),
      JSON.stringify({ message: cut }),
      `<html>${secret}`,
    ]) {
      for (const status of [200, 401]) {
        const sanitised = sanitisedText(
          rawResponse(status, body, { 'www-authenticate': `Basic realm="${basic}"`, 'set-cookie': secret }),
        );
        expect(reveals(sanitised, secret)).toBe(false);
        expect(() => void JSON.parse(sanitised)).not.toThrow();
      }
    }
    clearSecrets();
  });

  it('contains nothing that a JSON parser ignores', () => {
    const text = '{"message":"Ada Byron (ada@acme.example)","message":"no"}';
    expect(sanitisedText(rawResponse(400, text))).not.toContain('Byron');
  });

  it('names only the cookies of Atlassian', () => {
    const sanitised = sanitisedText(
      rawResponse(200, '[]', { 'set-cookie': ['acme-sso=1; Path=/', 'JSESSIONID=2', 'nothing-but-a-value'] }),
    );
    for (const value of ['acme', '=1', '=2', 'nothing']) expect(sanitised).not.toContain(value);
    expect(sanitised).toContain('JSESSIONID=');
  });

  it.each([
    ['nests', (n: number) => '{"a":'.repeat(n) + '1' + '}'.repeat(n)],
    ['has one long key', (n: number) => `{"${'a.'.repeat(n)}":1}`],
    ['has one long key of an email', (n: number) => `{"${'a@b.'.repeat(n)}":1}`],
    ['has many addresses', (n: number) => JSON.stringify({ m: 'http://'.repeat(n) })],
    [
      'has many people',
      (n: number) =>
        JSON.stringify(Array.from({ length: n / 100 }, (_, i) => ({ displayName: `Person ${i}` }))),
    ],
  ])('takes a bounded number of steps if the body %s', (_, write) => {
    const anonymiser = new Anonymiser();
    const sanitised = sanitiseResponse(rawResponse(400, write(200_000)), anonymiser);
    expect(JSON.stringify(sanitised).length).toBeLessThan(5000);
    expect(responseSchema.safeParse(JSON.parse(JSON.stringify(sanitised))).success).toBe(true);
  });
});

/** The longest error that is stored as text. */
const ERROR_LENGTH = 600;

/** A JSON error of a given length. */
const errorOf = (length: number): string => {
  const empty = '{"message":""}';
  return empty.replace('""', `"${'m'.repeat(length - empty.length)}"`);
};

describe('a body', () => {
  const HTML = '<!doctype html><html><body>Log in</body></html>';
  it.each<[number, string, unknown]>([
    // A short error is stored as text.
    [300, 'no', { text: 'no' }],
    [401, 'Client must be authenticated to access this resource.', undefined],
    [404, '{"errorMessages":["no"],"errors":{}}', undefined],
    [404, '{ "errorMessages" : [ "no \\"quoted\\"  twice" ],\n "n" : 1.5 }', undefined],
    [400, '[1,true,null,"a"]', undefined],
    [500, '"a"', undefined],
    [503, '<status>503</status>', undefined],
    [404, 'x'.repeat(ERROR_LENGTH), undefined],
    [404, errorOf(ERROR_LENGTH), undefined],
    // Data, pages and longer errors are stored as shapes.
    [299, 'no', { shape: 'text' }],
    [200, '{"errorMessages":["no"]}', { shape: { errorMessages: ['string'] } }],
    [404, 'x'.repeat(ERROR_LENGTH + 1), { shape: 'text' }],
    [404, errorOf(ERROR_LENGTH + 1), { shape: { message: 'string' } }],
    [401, HTML, { shape: 'html' }],
    [302, HTML, { shape: 'html' }],
    [404, `${HTML}${'x'.repeat(ERROR_LENGTH)}`, { shape: 'html' }],
    [404, '', { shape: 'empty' }],
    [302, ' \n', { shape: 'empty' }],
    [200, '', { shape: 'empty' }],
    [200, '{"b":1,"a":[{"d":null,"c":true}]}', { shape: { a: [{ c: 'boolean', d: 'null' }], b: 'number' } }],
  ])('with the status %i is stored in the right form: %j', (status, text, expected) => {
    expect(sanitiseResponse(rawResponse(status, text), new Anonymiser())).toEqual({
      status,
      headers: {},
      body: expected ?? { text },
    });
  });

  const HEX = '5b10ac8d82e05b22cc7d4ef5';
  it.each<[string, string, string]>([
    ['an email in a text', 'no ada@acme.example', 'no person-1@example.com'],
    ['an account in a text', `no user ${HEX} here`, 'no user account-1 here'],
    ['an email in a value', '{ "m": "no ada@acme.example" }', '{"m":"no person-1@example.com"}'],
    ['an account in a value', `{"m":["no user ${HEX} here"]}`, '{"m":["no user account-1 here"]}'],
    ['a key that is an account', `{"${HEX}":1}`, '{"key-1":1}'],
    ['a key that is an email', '{"a":{"ada@acme.example":true}}', '{"a":{"key-1":true}}'],
    ['a key that is a sentence', '[{"Ada Byron":null}]', '[{"key-1":null}]'],
    [
      'a value of its own',
      '{"displayName":"Ada","m":"Ada may not"}',
      '{"displayName":"name-1","m":"name-1 may not"}',
    ],
    ['a number', '{"a":[123123123123,12]}', '{"a":[0,12]}'],
    ['the first of two keys', '{"a":"Ada","a":"b"}', '{"a":"b"}'],
  ])('of an error is stored without %s', (_, text, expected) => {
    registerSecret('SITE_PASSWORD', '123123123123', 'password');
    expect(sanitiseResponse(rawResponse(403, text), new Anonymiser()).body).toEqual({ text: expected });
    clearSecrets();
  });

  it.each<[unknown, unknown]>([
    [{ [HEX]: 1 }, { 'key-1': 'number' }],
    [{ a: [{ 'ada@acme.example': [] }] }, { a: [{ 'key-1': [] }] }],
    [[{ 'Ada Byron': {}, 'Bob Byron': {}, z: '' }], [{ 'key-1': {}, 'key-2': {}, z: 'string' }]],
  ])('of data is stored without keys that are data: %j', (body, shape) => {
    expect(sanitiseResponse(rawResponse(200, JSON.stringify(body)), new Anonymiser()).body).toEqual({
      shape,
    });
  });

  it('has sorted keys after they were anonymised', () => {
    const { body } = sanitiseResponse(
      rawResponse(200, '{"Ada Byron":1,"zone":1,"area":1}'),
      new Anonymiser(),
    );
    expect(JSON.stringify(body)).toBe('{"shape":{"area":"number","key-1":"number","zone":"number"}}');
  });

  it.each([undefined, 'GET /nowhere'])('may come from an operation without known maps: %s', (operation) => {
    const sanitised = sanitiseResponse(
      rawResponse(200, '{"Administrators":"a"}'),
      new Anonymiser(),
      operation,
    );
    expect(sanitised.body).toEqual({ shape: { Administrators: 'string' } });
  });
});

const headersOf = (headers: RawResponse['headers']): unknown =>
  sanitiseResponse(rawResponse(200, null, headers), new Anonymiser()).headers;

describe('a header', () => {
  it.each([
    'content-type',
    'www-authenticate',
    'x-seraph-loginreason',
    'x-authentication-denied-reason',
    'x-failure-category',
    'location',
    'retry-after',
    'ratelimit-reason',
    'x-ratelimit-limit',
    'x-ratelimit-remaining',
    'x-ratelimit-reset',
    'server',
    'date',
    'atl-traceid',
    'x-arequestid',
    'x-trace-id',
    'x-stand-in',
  ])('%s is stored, in one line or several, with at most three hundred characters each', (name) => {
    const long = 'h'.repeat(301);
    expect(headersOf({ [name]: 'value' })).toEqual({ [name]: 'value' });
    expect(headersOf({ [name]: '' })).toEqual({ [name]: '' });
    expect(headersOf({ [name]: ['a', 'b'] })).toEqual({ [name]: ['a', 'b'] });
    expect(headersOf({ [name]: long })).toEqual({ [name]: long.slice(1) });
    expect(headersOf({ [name]: ['a', long] })).toEqual({ [name]: ['a', long.slice(1)] });
    expect(headersOf({ [name]: Array.from({ length: 21 }, (_, i) => `v${i}`) })).toEqual({
      [name]: Array.from({ length: 20 }, (_, i) => `v${i}`),
    });
  });

  it.each(['authorization', 'cookie', 'x-other', 'x-forwarded-for', 'proxy-authenticate', 'etag'])(
    '%s is not stored',
    (name) => {
      expect(headersOf({ [name]: 'value', server: 'a' })).toEqual({ server: 'a' });
    },
  );

  it.each<[string, string, string]>([
    ['x-aaccountid', '557058%3A1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b', 'account-1'],
    ['x-aaccountid', 'anything', 'account-1'],
    ['x-aaccountid', ' ', ''],
    ['x-aaccountid', '', ''],
    ['location', '/login.jsp?os_destination=%2Fsecure', '/login.jsp'],
    ['location', 'https://x.example/a#b?c', 'https://x.example/a'],
    ['location', '/browse/ada@acme.example', '/browse/person-1@example.com'],
    ['set-cookie', 'JSESSIONID=1; Path=/', 'JSESSIONID=kept-out'],
    ['set-cookie', ' atlassian.xsrf.token =a=b', 'atlassian.xsrf.token=kept-out'],
    ['set-cookie', 'acme=1', 'cookie-1=kept-out'],
    ['set-cookie', 'JSESSIONID', 'cookie-1=kept-out'],
    ['set-cookie', 'x; JSESSIONID=1', 'cookie-1=kept-out'],
    ['set-cookie', '', 'cookie-1=kept-out'],
    ['server', 'ada@acme.example', 'person-1@example.com'],
    ['server', 'no 5b10ac8d82e05b22cc7d4ef5', 'no account-1'],
    // Anonymised before it is cut, so that no part of a value remains.
    ['server', `${'h'.repeat(290)} ada@acme.example`, `${'h'.repeat(290)} person-1@`],
  ])('%s: %s is stored as %s', (name, value, expected) => {
    expect(headersOf({ [name]: value })).toEqual({ [name]: expected });
  });

  it('is stored without a body too, and a cookie keeps its name', () => {
    expect(headersOf({ 'set-cookie': ['acme=1', 'b=2', 'acme=3'], server: undefined })).toEqual({
      'set-cookie': ['cookie-1=kept-out', 'cookie-2=kept-out', 'cookie-1=kept-out'],
    });
  });
});

it.each([
  ['/browse%2FABC-1', 'ABC'],
  ['x%2FABC-7', 'ABC'],
  ['jql=project%3Dabc', 'abc'],
  ['jql=project%20%3D%20abc', 'abc'],
  ['project = abc', 'abc'],
  ['https%3A%2F%2Facme', 'acme'],
])('removes the site from %s, after a percent-encoded character', (text, value) => {
  const anonymiser = new Anonymiser([
    { kind: 'name', value: 'acme', by: 'site' },
    { kind: 'project', value: 'ABC', by: 'PROJ' },
    { kind: 'issue', value: 'ABC-1', by: 'PROJ-1' },
  ]);
  expect(anonymiser.anonymise(text)).not.toContain(value);
});
