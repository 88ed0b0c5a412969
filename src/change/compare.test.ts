import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import { classify } from '../classify/classify.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { Exchange } from '../evidence/exchange.ts';
import type { SnapshotAnswer, Snapshot } from '../run/snapshot.ts';
import type { Change } from './change.ts';
import { compare } from './compare.ts';

const header = fc.option(fc.constantFrom('AUTHENTICATED_FAILED', 'OUT', 'AUTHENTICATION_DENIED'), {
  nil: undefined,
});

const exchange: fc.Arbitrary<Exchange> = fc.record({
  // Few probes, so that most are on both sides.
  credential: fc.constantFrom(...CREDENTIALS.slice(0, 4).map(({ name }) => name)),
  operation: fc.constantFrom(...OPERATIONS.slice(0, 3).map(({ id }) => id)),
  response: fc
    .record({
      status: fc.constantFrom(200, 302, 400, 401, 403, 404, 410, 429, 503),
      loginReason: header,
      account: fc.boolean(),
      text: fc.constantFrom(
        '[]',
        '[{"id":1}]',
        '{"errorMessages":["no"]}',
        'plain',
        '<html>',
        '{"accountId":"a"}',
      ),
    })
    .map(({ status, loginReason, account, text }) => ({
      status,
      headers: {
        ...(loginReason && { 'x-seraph-loginreason': loginReason }),
        ...(account && { 'x-aaccountid': 'someone' }),
      },
      body: { text },
    })),
  meta: fc.constant({ origin: 'recorded' as const, date: '2026-09-30T00:00:00Z' }),
});

const exchanges = fc.uniqueArray(exchange, {
  selector: ({ credential, operation }) => `${credential} ${operation}`,
  maxLength: 12,
});

const sideOf = (list: readonly Exchange[], name = 'side'): Snapshot => ({
  name,
  origin: 'recorded',
  dates: { from: '2026-09-30', to: '2026-09-30' },
  answers: list.map((one): SnapshotAnswer => ({ ...one, answer: classify(one, MEASURED_SITE), sources: [] })),
});

const noisy = (one: Exchange, id: string): Exchange => ({
  ...one,
  response: { ...one.response, headers: { ...one.response.headers, date: id, 'atl-traceid': id } },
  meta: { origin: 'recorded', date: '2027-01-01T00:00:00Z' },
});

const probeOf = ({ credential, operation }: Pick<Change, 'credential' | 'operation'>) =>
  `${credential} ${operation}`;

describe('comparing', () => {
  it('finds nothing between a run and itself', () => {
    fc.assert(
      fc.property(exchanges, (list) => {
        expect(compare(sideOf(list), sideOf(list)).changes).toEqual([]);
      }),
    );
  });

  it('swaps before and after if the snapshots are swapped', () => {
    fc.assert(
      fc.property(exchanges, exchanges, (a, b) => {
        const there = compare(sideOf(a), sideOf(b)).changes;
        const back = compare(sideOf(b), sideOf(a)).changes;
        const swapped = new Map(back.map((change) => [probeOf(change), change]));
        expect(back).toHaveLength(there.length);
        for (const change of there) {
          expect(swapped.get(probeOf(change))?.before).toEqual(change.after);
          expect(swapped.get(probeOf(change))?.after).toEqual(change.before);
        }
      }),
    );
  });

  it('accounts for every probe exactly once', () => {
    fc.assert(
      fc.property(exchanges, exchanges, fc.nat(12), (a, b, alike) => {
        // Some probes are answered alike on both sides: by chance that is rare.
        const same = a.slice(0, alike);
        const head = [...same, ...b.filter((one) => !same.some((other) => probeOf(other) === probeOf(one)))];
        const { changes, undecided, unchanged } = compare(sideOf(a), sideOf(head));
        const probes = new Set([...a, ...head].map(probeOf));
        const reported = [...changes.map(probeOf), ...undecided.map(({ before }) => probeOf(before))];
        expect(new Set(reported).size).toBe(reported.length);
        expect(reported.length + unchanged).toBe(probes.size);
      }),
    );
  });

  it('never reports an inconclusive answer as a change', () => {
    fc.assert(
      fc.property(exchanges, exchanges, (a, b) => {
        const both = compare(sideOf(a), sideOf(b)).changes.filter(({ before, after }) => before && after);
        const treatments = both.flatMap(({ before, after }) => [before?.treatment, after?.treatment]);
        expect(treatments).not.toContain('inconclusive');
      }),
    );
  });

  it('computes fingerprints that depend neither on order nor on noise', () => {
    fc.assert(
      fc.property(exchanges, exchanges, fc.string(), (a, b, id) => {
        const plain = compare(sideOf(a), sideOf(b, 'one')).changes;
        const other = compare(
          sideOf(a.toReversed()),
          sideOf(
            b.toReversed().map((one) => noisy(one, id)),
            'two',
          ),
        ).changes;
        expect(other.map((change) => change.fingerprint)).toEqual(plain.map((change) => change.fingerprint));
        expect(new Set(plain.map((change) => change.fingerprint)).size).toBe(plain.length);
      }),
    );
  });
});

describe('an operation that is gone', () => {
  const operation = 'GET /rest/api/3/priority';
  const names = ['valid', 'missing', 'revoked'] as const;
  const side = (status: number, mark: 'account-id' | 'operation-removed', order = names): Snapshot => ({
    name: String(status),
    origin: 'recorded',
    dates: { from: '2026-11-24', to: '2026-11-24' },
    answers: order.map((credential): SnapshotAnswer => ({
      credential,
      operation,
      answer: { status, mark, treatment: mark === 'account-id' ? 'accepted' : 'inconclusive' },
      sources: [],
    })),
  });
  const there = side(200, 'account-id');
  const gone = side(410, 'operation-removed');

  it('is one change, whichever credential shows it, and one more when it comes back', () => {
    const removed = compare(there, gone).changes;
    expect(removed).toMatchObject([{ rule: 'operation-removed', operation, level: 'major' }]);
    const others = side(410, 'operation-removed', ['missing', 'revoked'] as unknown as typeof names);
    const fewer = compare(there, others).changes.find(({ rule }) => rule === 'operation-removed');
    expect(fewer?.fingerprint).toBe(removed[0]?.fingerprint);
    const restored = compare(gone, there).changes.filter(({ rule }) => rule !== 'credential-accepted');
    expect(restored).toHaveLength(1);
  });

  it('is no change if it was gone before', () => {
    expect(compare(gone, gone)).toMatchObject({ changes: [], undecided: [], unchanged: names.length });
  });
});
