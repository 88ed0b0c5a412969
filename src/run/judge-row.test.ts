import { describe, expect, it } from 'vitest';
import { MEASURED_SITE } from '../classify/site-traits.ts';
import type { ContractRow } from '../contract/rows.ts';
import { PRESENT } from '../contract/eras.ts';
import { ignored, known, refused } from '../contract/expectation.ts';
import type { Exchange } from '../evidence/exchange.ts';
import { judgeRow } from './judge-row.ts';

const PROBE = { credential: 'revoked', operation: 'GET /rest/api/3/project/search' } as const;
const BASIS = {
  grade: 'inferred',
  date: '2026-09',
  source: 'https://example.com',
  note: 'A guess.',
} as const;

const row = (expected: ContractRow['expected']): ContractRow => ({ ...PROBE, era: PRESENT, expected });

const exchange = (status: number, more: Partial<Exchange['response']> = {}): Exchange => ({
  ...PROBE,
  response: { status, ...more },
  meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z', times: 3 },
});

const evidence = (found: Exchange | undefined) => ({
  exchange: found,
  whyNot: undefined,
  traits: MEASURED_SITE,
});

describe('judging a row', () => {
  it('returns exactly the recorded response: only the shape, if only the shape of a body is known', () => {
    const body = { shape: [{ id: 'string' }] } as const;
    const recorded = exchange(200, { headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' }, body });
    const { response, at, certainty } = judgeRow('contract', row(ignored(200)), evidence(recorded));
    expect(response).toEqual(recorded.response);
    expect({ at, certainty }).toEqual({ at: '2026-11-24T03:00:00Z', certainty: { times: 3 } });
  });

  it.each([
    ['kept', refused(401), exchange(401)],
    ['broken', refused(401), exchange(404)],
    ['disproved', known(refused(401), BASIS), exchange(404)],
    ['inconclusive', refused(401), exchange(503)],
    ['skipped', refused(401), undefined],
  ] as const)('is %s', (verdict, expected, recorded) => {
    expect(judgeRow('contract', row(expected), evidence(recorded)).verdict).toBe(verdict);
  });

  it('gives the reason or the basis of the row if there is no answer', () => {
    const whyNot = { ...PROBE, verdict: 'inconclusive', reason: 'it was not asked' } as const;
    const none = evidence(undefined);
    expect(judgeRow('wanted', row(refused(401)), { ...none, whyNot })).toMatchObject({
      kind: 'wanted',
      verdict: 'inconclusive',
      reason: 'it was not asked',
      sources: [],
    });
    expect(judgeRow('contract', row(known(refused(401), BASIS)), none).sources).toEqual([BASIS]);
    expect(judgeRow('contract', row(refused(401)), none)).not.toHaveProperty('answer');
  });
});
