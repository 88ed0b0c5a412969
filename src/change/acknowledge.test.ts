import { describe, expect, it } from 'vitest';
import { acknowledge, idleAcknowledgements, isInForce } from './acknowledge.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import type { Change } from './change.ts';

const TODAY = '2026-11-26';

const known = (fingerprint: string, until?: string): Acknowledgement => ({
  fingerprint,
  change: 'x',
  reason: 'x',
  ...(until !== undefined && { until }),
});

const change = (fingerprint: string): Change => ({
  rule: 'guard-loosened',
  level: 'critical',
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  before: null,
  after: null,
  fingerprint,
  sources: [],
});

describe('an acknowledgement', () => {
  it.each([
    [undefined, true],
    ['2026-11-25', false],
    ['2026-11-26', true],
    ['2026-11-27', true],
    ['2027-01-01', true],
    ['2025-12-31', false],
  ])('that ends with %s is in force today: %s', (until, counts) => {
    const one = known('a', until);
    expect(isInForce(one, TODAY)).toBe(counts);
    expect(acknowledge([change('a')], [one], TODAY)).toEqual([
      counts ? { ...change('a'), acknowledged: one } : change('a'),
    ]);
  });

  it('is added to the change that it names; the other changes and the order stay', () => {
    const changes = [change('a'), change('b'), change('c')];
    const found = acknowledge(changes, [known('x'), known('b')], TODAY);
    expect(found.map((one) => [one.fingerprint, one.acknowledged?.fingerprint])).toEqual([
      ['a', undefined],
      ['b', 'b'],
      ['c', undefined],
    ]);
  });
});

describe('acknowledgements without effect', () => {
  const past = '2026-11-25';
  it.each<[string, Acknowledgement[], string[], string[]]>([
    ['none, where each matches a change', [known('a'), known('b', TODAY)], [], []],
    ['those that match no change', [known('a'), known('x')], ['x'], []],
    ['those that match one and have run out', [known('a', past), known('b')], [], ['a']],
    ['those that match none and have run out, as the former', [known('x', past)], ['x'], []],
    ['none, where it matches a row', [known('row')], [], []],
    ['those that match a row and have run out', [known('row', past)], [], ['row']],
  ])('are %s', (_, all, unmatched, expired) => {
    const found = idleAcknowledgements([change('a'), change('b')], all, TODAY, ['row']);
    expect(found.unmatched.map((one) => one.fingerprint)).toEqual(unmatched);
    expect(found.expired.map((one) => one.fingerprint)).toEqual(expired);
  });

  it('include those of rows if no row fingerprints are given', () => {
    expect(idleAcknowledgements([], [known('row')], TODAY).unmatched).toHaveLength(1);
  });
});
