import { describe, expect, it } from 'vitest';
import type { Exchange, KeptResponse } from '../evidence/exchange.ts';
import { readRecordings } from '../evidence/recordings.ts';
import { traitsOf } from './traits.ts';

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

  it('is as it was measured in the public recordings', () => {
    expect(traitsOf(readRecordings('public-2026-09').exchanges).namesAccounts).toBe(true);
  });
});
