import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { SnapshotAnswer } from '../run/snapshot.ts';
import { Comparer } from './comparison.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const answer = (treatment: Answer['treatment'], status: number, mark: Answer['mark'] = 'unauthorized') => ({
  status,
  treatment,
  mark,
});

const REFUSED = answer('refused', 401);
const IGNORED = answer('ignored', 200);
const ACCEPTED = answer('accepted', 200);
const OPEN = answer('inconclusive', 429);

const SOURCE = { grade: 'measured', date: '2026', source: 'https://example.com', note: 'n' } as const;

const seen = (
  credential: Exchange['credential'],
  of: Answer,
  operation: Exchange['operation'] = MYSELF,
): SnapshotAnswer => ({ credential, operation, answer: of, sources: [{ ...SOURCE, note: `${of.status}` }] });

const comparer = (base: Exchange['meta']['origin'] = 'recorded', head = base): Comparer =>
  new Comparer({ origin: base }, { origin: head });

describe('a comparison', () => {
  it.each([
    [undefined, ['probe-added', 'probe-removed', 'status-changed']],
    [['revoked'], ['probe-added', 'status-changed']],
  ])('with a later side that asked %j has no removed probe that was not asked', (only, rules) => {
    const one = new Comparer({ origin: 'recorded' }, { origin: 'recorded', ...(only && { only }) });
    one.removed(seen('deactivated', REFUSED));
    one.added(seen('password', REFUSED));
    one.both(seen('revoked', IGNORED), seen('revoked', answer('ignored', 404)));
    const { changes, unchanged } = one.found();
    expect(changes.map(({ rule }) => rule).toSorted()).toEqual(rules);
    expect(unchanged).toBe(0);
  });

  it('is sorted by level, then by rule, then by the order of the tables', () => {
    const one = comparer();
    one.added(seen('password', REFUSED));
    one.removed(seen('deactivated', REFUSED));
    one.both(seen('revoked', IGNORED), seen('revoked', REFUSED));
    one.both(seen('expired', REFUSED), seen('expired', IGNORED));
    one.both(seen('mistyped', REFUSED, PROJECT), seen('mistyped', IGNORED, PROJECT));
    one.both(seen('mistyped', REFUSED), seen('mistyped', IGNORED));
    one.both(seen('truncated', REFUSED), seen('truncated', ACCEPTED));
    one.both(seen('two-colons', REFUSED), seen('two-colons', answer('refused', 403)));
    const { changes, unchanged, undecided } = one.found();
    expect(changes.map(({ rule, credential, operation }) => [rule, credential, operation])).toEqual([
      ['credential-accepted', 'truncated', MYSELF],
      ['guard-loosened', 'mistyped', MYSELF],
      ['guard-loosened', 'mistyped', PROJECT],
      ['guard-loosened', 'expired', MYSELF],
      ['refusal-changed', 'two-colons', MYSELF],
      ['guard-tightened', 'revoked', MYSELF],
      ['probe-added', 'password', MYSELF],
      ['probe-removed', 'deactivated', MYSELF],
    ]);
    expect([unchanged, undecided]).toEqual([0, []]);
  });

  it('has both answers of a change, and the snapshot of each source', () => {
    const one = comparer();
    one.both(seen('revoked', REFUSED), seen('revoked', IGNORED));
    expect(one.found().changes).toMatchObject([
      {
        level: 'critical',
        before: REFUSED,
        after: IGNORED,
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
        sources: [
          { ...SOURCE, side: 'before', note: '401' },
          { ...SOURCE, side: 'after', note: '200' },
        ],
      },
    ]);
  });

  it('has one answer for a probe in one snapshot only', () => {
    const one = comparer();
    one.removed(seen('revoked', REFUSED));
    one.added(seen('expired', IGNORED));
    expect(one.found().changes).toMatchObject([
      { rule: 'probe-added', level: 'info', before: null, after: IGNORED, sources: [{ side: 'after' }] },
      { rule: 'probe-removed', level: 'info', before: REFUSED, after: null, sources: [{ side: 'before' }] },
    ]);
  });

  it.each<[string, Answer, Answer, boolean]>([
    ['neither side', REFUSED, REFUSED, false],
    ['the earlier side', OPEN, REFUSED, true],
    ['the later side', REFUSED, OPEN, true],
    ['both sides', OPEN, OPEN, true],
  ])('is undecided about a probe that was inconclusive in %s', (_, before, after, isUndecided) => {
    const one = comparer();
    one.both(seen('revoked', before), seen('revoked', after));
    const { changes, undecided, unchanged } = one.found();
    expect([changes.length, undecided.length, unchanged]).toEqual([
      0,
      Number(isUndecided),
      Number(!isUndecided),
    ]);
  });

  it('sorts undecided probes by the order of the tables', () => {
    const one = comparer();
    for (const credential of ['password', 'valid', 'revoked'] as const) {
      one.both(seen(credential, OPEN), seen(credential, OPEN));
    }
    expect(one.found().undecided.map(({ before }) => before.credential)).toEqual([
      'valid',
      'revoked',
      'password',
    ]);
  });

  it.each([
    ['recorded', 'recorded', 1],
    ['stand-in', 'recorded', 1],
    ['transcribed', 'recorded', 0],
    ['recorded', 'transcribed', 0],
    ['transcribed', 'transcribed', 0],
  ] as const)('looks at the form of bodies where both are whole: %s, %s', (base, head, changes) => {
    const one = comparer(base, head);
    one.both(seen('revoked', { ...REFUSED, shape: [] }), seen('revoked', { ...REFUSED, shape: {} }));
    expect(one.found().changes).toHaveLength(changes);
  });
});

describe('a change of an operation', () => {
  const gone = answer('inconclusive', 410, 'operation-removed');

  it('is reported once per operation, with the first credential of the table', () => {
    const one = comparer();
    for (const operation of [PROJECT, MYSELF] as const) {
      for (const credential of ['revoked', 'valid', 'expired'] as const) {
        one.both(seen(credential, ACCEPTED, operation), seen(credential, gone, operation));
      }
    }
    const { changes } = one.found();
    expect(changes.map(({ rule, credential, operation }) => [rule, credential, operation])).toEqual([
      ['operation-removed', 'valid', MYSELF],
      ['operation-removed', 'valid', PROJECT],
    ]);
  });

  it('is reported once per rule', () => {
    const one = comparer();
    one.both(seen('valid', ACCEPTED), seen('valid', gone));
    one.both(seen('revoked', gone), seen('revoked', REFUSED));
    one.both(seen('expired', REFUSED), seen('expired', answer('inconclusive', 410, 'brown-out')));
    expect(one.found().changes.map(({ rule }) => rule)).toEqual([
      'operation-brown-out',
      'operation-removed',
      'operation-restored',
    ]);
  });
});
