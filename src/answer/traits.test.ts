import { describe, expect, it } from 'vitest';
import type { Exchange, KeptResponse } from '../evidence/exchange.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { traitsOf } from './traits.ts';
import { understand } from './understand.ts';

const myself = (response: KeptResponse, credential: Exchange['credential'] = 'valid'): Exchange => ({
  credential,
  operation: 'GET /rest/api/3/myself',
  response,
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
});

const ACCOUNT = { shape: { accountId: 'string' } };

describe('a site', () => {
  it('names accounts where the valid answer does', () => {
    const named = myself({ status: 200, headers: { 'x-aaccountid': 'account-1' }, body: ACCOUNT });
    expect(traitsOf([named]).namesAccounts).toBe(true);
  });

  it('names none where the valid answer holds the account and no header', () => {
    expect(traitsOf([myself({ status: 200, body: ACCOUNT })]).namesAccounts).toBe(false);
  });

  it.each([
    ['nothing', []],
    ['a refusal', [myself({ status: 401 })]],
    ['broken JSON in place of the account', [myself({ status: 200, body: { shape: 'text' } })]],
    ['an account that somebody else got', [myself({ status: 200, body: ACCOUNT }, 'revoked')]],
  ])('is taken as it was measured where it showed %s', (_, exchanges) => {
    expect(traitsOf(exchanges).namesAccounts).toBe(true);
  });

  it.each([
    ['410 to everybody', [410, 410, 410], true],
    ['410 to the account, and a refusal before it to the others', [410, 401, 403], true],
    ['410 to the account alone', [410, 200, 200], false],
    ['410 to others alone', [200, 410, 410], false],
    ['404 and a sentence to everybody', [404, 404, 404], true],
  ])('has an operation that is gone: %s', (_, statuses, gone) => {
    const credentials = ['valid', 'missing', 'revoked'] as const;
    const exchanges = statuses.map((status, i): Exchange => ({
      credential: credentials[i] ?? 'missing',
      operation: 'GET /rest/api/3/priority',
      response: { status, body: { text: '{"errorMessages":["gone"],"errors":{}}' } },
      meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
    }));
    expect([...(traitsOf(exchanges).removed?.values() ?? [])]).toEqual(gone ? [statuses[0]] : []);
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
    const traits = traitsOf(exchanges);
    expect(traits.brownedOut?.size ?? 0).toBe(isBrownOut ? 1 : 0);
    const marks = exchanges.map((one) => understand(one, traits).mark);
    expect(marks.map((mark) => mark === 'brown-out')).toEqual(
      turns.map((turn) => isBrownOut && [turn].flat()[0] === 410),
    );
  });

  it('keeps an operation whose thing is not found', () => {
    const exchange: Exchange = {
      credential: 'valid',
      operation: 'GET /rest/api/3/project/{projectIdOrKey}',
      response: { status: 404, body: { text: '{"errorMessages":["No project"],"errors":{}}' } },
      meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' },
    };
    expect(traitsOf([exchange]).removed).toBeUndefined();
  });

  it('has an account where the valid answer names it', () => {
    const named = myself({ status: 200, headers: { 'x-aaccountid': 'account-1' }, body: ACCOUNT });
    expect(traitsOf([named]).account).toBe('account-1');
    const empty = myself({ status: 200, headers: { 'x-aaccountid': '' }, body: ACCOUNT });
    expect(traitsOf([empty]).namesAccounts).toBe(false);
  });

  it('is as it was measured in the public recordings', () => {
    expect(traitsOf(readRecordings('public-2026-09').exchanges).namesAccounts).toBe(true);
  });
});
