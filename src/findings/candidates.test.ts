import { describe, expect, it } from 'vitest';
import { acknowledgementOf, candidatesOf } from './candidates.ts';
import type { Finding } from './finding.ts';

const finding: Finding = {
  rule: 'guard-loosened',
  fingerprint: 'a',
  state: 'new',
  level: 'critical',
  fails: true,
  probe: { credential: 'revoked', operation: 'GET /rest/api/3/myself' },
  title: 'title',
  message: 'message',
  detail: 'refused 401 → ignored 200',
  certainty: undefined,
  acknowledged: undefined,
  also: [{ rule: 'contract-broken', fingerprint: 'b' }],
};

describe('the candidates of a finding', () => {
  it('are all fingerprints that reports may show, its own first, each under its rule', () => {
    expect(candidatesOf(finding)).toEqual([
      {
        fingerprint: 'a',
        words: 'guard-loosened: revoked on GET /rest/api/3/myself, refused 401 → ignored 200',
      },
      {
        fingerprint: 'b',
        words: 'contract-broken: revoked on GET /rest/api/3/myself, refused 401 → ignored 200',
      },
    ]);
  });

  it('include a failed test, which has no probe', () => {
    const failure: Finding = {
      ...finding,
      rule: 'test-failed',
      probe: undefined,
      detail: 'a test',
      also: [],
    };
    expect(candidatesOf(failure)).toEqual([{ fingerprint: 'a', words: 'test-failed: a test' }]);
  });
});

describe('an acknowledgement', () => {
  const candidate = { fingerprint: 'a', words: 'what it is' };
  it.each([
    [{ reason: 'why' }],
    [{ reason: 'why', link: 'https://example.com' }],
    [{ reason: 'why', until: '2026-12-31' }],
    [{ reason: 'why', link: 'https://example.com', until: '2026-12-31' }],
  ])('has the given fields and no others: %j', (why) => {
    expect(acknowledgementOf(candidate, why)).toStrictEqual({
      fingerprint: 'a',
      change: 'what it is',
      ...why,
    });
    expect(acknowledgementOf(candidate, { link: undefined, until: undefined, ...why })).toStrictEqual({
      fingerprint: 'a',
      change: 'what it is',
      ...why,
    });
  });
});
