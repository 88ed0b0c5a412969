import { describe, expect, it } from 'vitest';
import type { RowResult } from '../run/row-result.ts';
import { failureFingerprint, probeFingerprint, rowFingerprint } from './fingerprints.ts';

const row: RowResult = {
  kind: 'contract',
  era: '2026-09',
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  expected: { treatment: 'refused', statuses: [401] },
  verdict: 'broken',
  reason: 'a reason',
  answer: { status: 200, treatment: 'ignored', mark: 'login-failed' },
  at: '2026-11-26T03:00:00.000Z',
  sources: [],
};
const { answer } = row;
if (!answer) throw new Error('no answer');

// They stand in files of acknowledgements: none may ever change.
describe('the fingerprint of a row', () => {
  it.each<[string, Partial<RowResult>, string]>([
    ['that is broken', {}, '3de4e449e1379bbf'],
    ['that is wanted, and came true', { kind: 'wanted' }, 'bd7c950ef606689e'],
    ['without an answer', { answer: undefined }, '3a949c83a6fb108e'],
  ])('of %s has never changed', (_, more, digits) => {
    expect(rowFingerprint({ ...row, ...more })).toBe(digits);
  });

  it('depends on the answer, not on the run', () => {
    const other: RowResult = {
      ...row,
      era: '2022-11',
      verdict: 'disproved',
      reason: 'another',
      at: '2027-01-01T00:00:00.000Z',
      answer: { ...answer, mark: 'no-account-id', shape: [] },
    };
    expect(rowFingerprint(other)).toBe(rowFingerprint(row));
  });

  it.each<[string, Partial<RowResult>]>([
    ['kind', { kind: 'wanted' }],
    ['credential', { credential: 'expired' }],
    ['operation', { operation: 'GET /rest/api/3/project' }],
    ['expected treatment', { expected: { treatment: 'ignored', statuses: [401] } }],
    ['expected status', { expected: { treatment: 'refused', statuses: [403] } }],
    ['status', { answer: { ...answer, status: 404 } }],
    ['treatment', { answer: { ...answer, treatment: 'accepted' } }],
  ])('differs for a different %s', (_, more) => {
    expect(rowFingerprint({ ...row, ...more })).not.toBe(rowFingerprint(row));
  });
});

describe('the fingerprint of another finding about a probe', () => {
  it('has never changed, with an answer and without', () => {
    expect(probeFingerprint('pact-broken', row, answer)).toBe('75e76821380af245');
    expect(probeFingerprint('pact-broken', row, undefined)).toBe('035727fd0d360a15');
    expect(failureFingerprint('a test')).toBe('9b90893926729254');
  });

  it('differs for each rule, probe and answer', () => {
    const all = [
      probeFingerprint('pact-broken', row, answer),
      probeFingerprint('pact-fixed', row, answer),
      probeFingerprint('pact-broken', { ...row, credential: 'expired' }, answer),
      probeFingerprint('pact-broken', { ...row, operation: 'GET /rest/api/3/project' }, answer),
      probeFingerprint('pact-broken', row, { ...answer, status: 404 }),
      probeFingerprint('pact-broken', row, { ...answer, treatment: 'accepted' }),
      probeFingerprint('pact-broken', row, null),
      failureFingerprint('a test'),
      failureFingerprint('another test'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
