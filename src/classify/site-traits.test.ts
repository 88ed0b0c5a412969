import { describe, expect, it } from 'vitest';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { brownOutsIn, siteTraitsOf } from './site-traits.ts';
import { classify } from './classify.ts';

const myself = (response: RecordedResponse, credential: Exchange['credential'] = 'valid'): Exchange => ({
  credential,
  operation: 'GET /rest/api/3/myself',
  response,
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
});

const ACCOUNT = { shape: { accountId: 'string' } };

describe('a site', () => {
  it('names accounts if the valid answer does', () => {
    const named = myself({ status: 200, headers: { 'x-aaccountid': 'account-1' }, body: ACCOUNT });
    expect(siteTraitsOf([named]).namesAccounts).toBe(true);
  });

  it('names none if the valid answer has the account but no header', () => {
    expect(siteTraitsOf([myself({ status: 200, body: ACCOUNT })]).namesAccounts).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['a refusal', [myself({ status: 401 })]],
    ['broken JSON in place of the account', [myself({ status: 200, body: { shape: 'text' } })]],
    ['an account for another credential', [myself({ status: 200, body: ACCOUNT }, 'revoked')]],
  ])('counts as measured if it showed %s', (_, exchanges) => {
    expect(siteTraitsOf(exchanges).namesAccounts).toBe(true);
  });

  it.each([
    ['410 for everyone', [410, 410, 410], true],
    ['410 to the account, and a refusal before it to the others', [410, 401, 403], true],
    ['410 to the account alone', [410, 200, 200], false],
    ['410 to others alone', [200, 410, 410], false],
    ['404 and a sentence for everyone', [404, 404, 404], true],
  ])('has a removed operation: %s', (_, statuses, gone) => {
    const credentials = ['valid', 'missing', 'revoked'] as const;
    const exchanges = statuses.map((status, i): Exchange => ({
      credential: credentials[i] ?? 'missing',
      operation: 'GET /rest/api/3/priority',
      response: { status, body: { text: '{"errorMessages":["gone"],"errors":{}}' } },
      meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
    }));
    expect([...(siteTraitsOf(exchanges).removed?.values() ?? [])]).toEqual(gone ? [statuses[0]] : []);
  });

  it.each<[string, (number | number[])[], boolean]>([
    ['410 from the middle of the run on', [[410, 410, 410], 200, 410], true],
    ['410 until the middle of the confirmation', [[410, 410, 200, 200], [410, 200, 200], 200], true],
    [
      '410 for a time to the account, and a refusal before it to the others',
      [[410, 410, 200], 401, 403],
      true,
    ],
    ['410 once', [[410, 200, 200], 200, 200], false],
    ['410 to the account alone', [410, 200, 200], false],
    ['410 to others alone', [200, [410, 410, 200], 410], false],
    ['410 in turn, as of replicas', [[410, 200, 410], [410, 200, 410], 200], false],
    ['410 to everybody, always', [410, 410, 410], false],
    ['410 to everybody, with a server error among it', [[410, 410, 503], 410, 410], false],
  ])('has an operation with a brown-out: %s', (_, turns, isBrownOut) => {
    const credentials = ['valid', 'missing', 'revoked'] as const;
    const exchanges = turns.map((turn, i): Exchange => {
      const statuses = [turn].flat();
      return {
        credential: credentials[i] ?? 'missing',
        operation: 'GET /rest/api/3/priority',
        response: { status: statuses[0] ?? 200 },
        meta: {
          origin: 'recorded',
          date: '2026-11-24T03:00:00Z',
          ...(new Set(statuses).size > 1 ? { flapping: statuses } : { times: statuses.length }),
        },
      };
    });
    const traits = siteTraitsOf(exchanges);
    expect(traits.brownedOut?.size ?? 0).toBe(isBrownOut ? 1 : 0);
    const signals = exchanges.map((exchange) => classify(exchange, traits).mark);
    expect(signals.map((signal) => signal === 'brown-out')).toEqual(
      turns.map((turn) => isBrownOut && [turn].flat()[0] === 410),
    );
  });

  it('does not count an operation as removed if its item is not found', () => {
    const exchange: Exchange = {
      credential: 'valid',
      operation: 'GET /rest/api/3/project/{projectIdOrKey}',
      response: { status: 404, body: { text: '{"errorMessages":["No project"],"errors":{}}' } },
      meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
    };
    expect(siteTraitsOf([exchange]).removed).toBeUndefined();
  });

  it('has an account if the valid answer names it', () => {
    const named = myself({ status: 200, headers: { 'x-aaccountid': 'account-1' }, body: ACCOUNT });
    expect(siteTraitsOf([named]).account).toBe('account-1');
    const empty = myself({ status: 200, headers: { 'x-aaccountid': '' }, body: ACCOUNT });
    expect(siteTraitsOf([empty]).namesAccounts).toBe(false);
  });

  it('is as measured in the public recordings', () => {
    expect(siteTraitsOf(readRecordings('public-2026-09').exchanges).namesAccounts).toBe(true);
  });
});

type Recorded = Exclude<Exchange['meta'], { origin: 'transcribed' }>;

const META = { origin: 'recorded', date: '2026-11-24T03:00:00Z' } as const;
const PRIORITY = 'GET /rest/api/3/priority';

/** The answer to a credential on an operation. */
const answered = (
  credential: Exchange['credential'],
  response: RecordedResponse,
  { operation = PRIORITY, ...meta }: Partial<Recorded> & Partial<Pick<Exchange, 'operation'>> = {},
): Exchange => ({ credential, operation, response, meta: { ...META, ...meta } });

const TRANSCRIBED = {
  origin: 'transcribed',
  grade: 'measured',
  date: '2026',
  source: 'https://example.com',
  note: 'n',
} as const;

describe('the proof that a site names no accounts', () => {
  const body = ACCOUNT;
  it.each<[string, Exchange, boolean]>([
    [
      'the own account',
      answered('valid', { status: 299, body }, { operation: 'GET /rest/api/2/myself' }),
      true,
    ],
    ['a redirect', answered('valid', { status: 300, body }, { operation: 'GET /rest/api/2/myself' }), false],
    ['an account that another operation answers with', answered('valid', { status: 200, body }), false],
    [
      'the own account at the gateway',
      answered('gateway-scoped', { status: 200, body }, { operation: 'GET /rest/api/2/myself' }),
      false,
    ],
    ['an exchange from a public source', { ...myself({ status: 200, body }), meta: TRANSCRIBED }, false],
  ])('is %s', (_, exchange, isProof) => {
    expect(siteTraitsOf([exchange]).namesAccounts).toBe(!isProof);
  });

  it('does not count beside an answer that names the account', () => {
    const named = myself({ status: 200, headers: { 'x-aaccountid': ' account-1 ' }, body });
    expect(siteTraitsOf([myself({ status: 200, body }), named])).toEqual({
      namesAccounts: true,
      account: 'account-1',
    });
  });
});

describe('an operation that is gone', () => {
  const gone = answered('valid', { status: 410 });
  const GONE_ALONE = { removed: new Map([[`site ${PRIORITY}`, 410]]) };

  it('is recognised by the working token, at its place', () => {
    expect(siteTraitsOf([gone])).toEqual({ namesAccounts: true, ...GONE_ALONE });
    const there = answered('gateway-scoped', { status: 410 });
    expect(siteTraitsOf([there]).removed).toEqual(new Map([[`gateway ${PRIORITY}`, 410]]));
    // Its answers elsewhere, and those of other operations, do not count.
    expect(siteTraitsOf([gone, answered('gateway-scoped', { status: 200 })]).removed).toEqual(
      GONE_ALONE.removed,
    );
    expect(siteTraitsOf([answered('revoked', { status: 410 })]).removed).toBeUndefined();
    const other = answered('missing', { status: 200 }, { operation: 'GET /rest/api/3/field' });
    expect(siteTraitsOf([gone, other]).removed).toEqual(GONE_ALONE.removed);
  });

  it.each([
    [401, true],
    [403, true],
    [410, true],
    [429, true],
    [500, true],
    [503, true],
    [200, false],
    [302, false],
    [400, false],
    [404, false],
    [499, false],
  ])('may answer another credential with %d: %s', (status, isGone) => {
    expect(siteTraitsOf([gone, answered('revoked', { status })]).removed?.size ?? 0).toBe(isGone ? 1 : 0);
  });

  it.each<[string, RecordedResponse, boolean]>([
    ['410 and nothing', { status: 410 }, true],
    ['404 and words', { status: 404, body: { text: 'Not found' } }, true],
    ["404 and Jira's form of an error", { status: 404, body: { shape: { errorMessages: [] } } }, true],
    ["404 and the gateway's form of one", { status: 404, body: { shape: { message: 'string' } } }, true],
    ['404 and data', { status: 404, body: { shape: { id: 'string' } } }, false],
    ['404 and a list', { status: 404, body: { shape: ['text'] } }, false],
    ['404 and a body not on record', { status: 404 }, false],
    ['400 and words', { status: 400, body: { text: 'Not found' } }, false],
    ['409 and words', { status: 409, body: { text: 'Not found' } }, false],
  ])('answers with %s: %s', (_, response, isGone) => {
    expect(siteTraitsOf([answered('valid', response)]).removed?.size ?? 0).toBe(isGone ? 1 : 0);
  });

  it('is recognised only by 410 if its path names an item', () => {
    const operation = 'GET /rest/api/3/issue/{issueIdOrKey}';
    expect(siteTraitsOf([answered('valid', { status: 410 }, { operation })]).removed?.size).toBe(1);
  });
});

const turns = (credential: Exchange['credential'], status: number, meta: Partial<Recorded> = {}) =>
  answered(credential, { status }, meta);

describe('a brown-out', () => {
  const TABLE: [string, Exchange[], boolean][] = [
    [
      'is met twice by the working token, which is also served',
      [turns('valid', 410, { flapping: [410, 410, 200] })],
      true,
    ],
    ['does not count if met once', [turns('valid', 410, { flapping: [410, 200] })], false],
    [
      'is met once by each of two working tokens',
      [turns('valid', 410, { flapping: [410, 200] }), turns('gateway-scoped', 410)],
      false,
    ],
    [
      'is met once by each of two credentials',
      [turns('valid', 410, { flapping: [410, 200] }), turns('revoked', 410)],
      true,
    ],
    [
      'is met only by the working token, always and by no other',
      [turns('valid', 410, { times: 3 }), turns('revoked', 200)],
      false,
    ],
    [
      'is met by others, if the working token met it for a time',
      [turns('valid', 410, { times: 3 }), turns('revoked', 410), turns('missing', 200)],
      true,
    ],
    [
      'does not count if no one is served',
      [turns('valid', 410, { times: 3 }), turns('revoked', 410), turns('missing', 401)],
      false,
    ],
    [
      'does not count if neither those who met it nor others are served',
      [turns('valid', 410, { flapping: [410, 410, 300] }), turns('revoked', 410)],
      false,
    ],
    ['is not seen by dead tokens alone', [turns('revoked', 410, { flapping: [410, 410, 200] })], false],
    ['is not what comes and goes', [turns('valid', 410, { flapping: [410, 200, 410, 200] })], false],
    ['may end and be over', [turns('valid', 410, { flapping: [200, 410, 410] })], true],
    [
      'counts with one dissenting answer, whose order is not stored',
      [turns('valid', 410, { dissent: [410, 200], times: 2 })],
      true,
    ],
    ['is one time with one that dissented', [turns('valid', 200, { dissent: [410], times: 3 })], false],
    ['is three times with one that dissented', [turns('valid', 410, { dissent: [204], times: 3 })], true],
    [
      'does not count if another probe alternates',
      [turns('valid', 410, { flapping: [410, 200, 410, 200] }), turns('revoked', 410)],
      false,
    ],
    [
      'does not count if it came, went and came back',
      [turns('valid', 200, { flapping: [200, 410, 410, 200] })],
      false,
    ],
    ['does not count without a success', [turns('valid', 410, { flapping: [410, 410, 199] })], false],
    [
      'counts if others are served for a time',
      [
        turns('valid', 410, { times: 3 }),
        turns('revoked', 410),
        turns('missing', 200, { flapping: [200, 401] }),
      ],
      true,
    ],
    ['is never read from what was written down', [{ ...turns('valid', 410), meta: TRANSCRIBED }], false],
  ];

  it.each(TABLE)('%s', (_, exchanges, isBrownOut) => {
    expect([...brownOutsIn(exchanges)]).toEqual(isBrownOut ? [`site ${PRIORITY}`] : []);
    expect([...(siteTraitsOf(exchanges).brownedOut ?? [])]).toEqual([...brownOutsIn(exchanges)]);
  });

  it('counts if it is over for one of two working tokens', () => {
    const there = [turns('gateway-scoped', 410, { flapping: [410, 410, 200] }), turns('gateway-bearer', 410)];
    expect([...brownOutsIn(there)]).toEqual([`gateway ${PRIORITY}`]);
  });

  it('concerns only its operation, and is not a removal', () => {
    const [browned] = TABLE[0]?.[1] ?? [];
    if (!browned) throw new Error('no exchange');
    const field = answered('valid', { status: 410 }, { operation: 'GET /rest/api/3/field' });
    expect(siteTraitsOf([browned, field])).toStrictEqual({
      namesAccounts: true,
      removed: new Map([['site GET /rest/api/3/field', 410]]),
      brownedOut: new Set([`site ${PRIORITY}`]),
    });
  });
});
