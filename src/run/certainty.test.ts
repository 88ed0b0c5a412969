import { describe, expect, it } from 'vitest';
import type { RecordedMeta } from '../evidence/exchange.ts';
import { exchangesSchema } from '../evidence/recording-schema.ts';
import { certaintyOf, certaintySchema, describeCertainty } from './certainty.ts';

const RECORDED: RecordedMeta = { origin: 'recorded', date: '2026-11-24T03:00:00Z' };

const SURE: Partial<RecordedMeta>[] = [
  { times: 3 },
  { times: 3, dissent: [200] },
  { times: 3, steady: [422, 422, 422] },
  { flapping: [401, 200, 200] },
  { flapping: [401, 200, 401], rollOut: true },
  // Of before the times were counted.
  { dissent: [200] },
  { steady: [422, 422, 422] },
];

describe('the certainty of an answer', () => {
  it.each(SURE)('is copied from recordings to a run: %o', (sure) => {
    const meta = { ...RECORDED, ...sure };
    const exchange = { operation: 'GET /rest/api/3/project', response: { status: 401 }, meta };
    expect(exchangesSchema.parse([exchange])).toEqual([exchange]);
    expect(certaintyOf({ meta })).toEqual(sure);
    expect(certaintySchema.parse(certaintyOf({ meta }))).toEqual(sure);
  });

  it('is undefined for a probe that was sent once or transcribed', () => {
    expect(certaintyOf({ meta: RECORDED })).toBeUndefined();
    expect(describeCertainty(undefined)).toBe('');
  });

  it('counts all conclusive answers', () => {
    expect(describeCertainty({ times: 3 })).toContain('3 of 3');
    expect(describeCertainty({ times: 3, dissent: [200] })).toMatch(/3 of 4.*200/);
    expect(describeCertainty({ steady: [422, 422, 422] })).toMatch(/3 of 3.*422/);
  });

  it('distinguishes a roll-out from flapping', () => {
    const flapping = [401, 200, 401];
    expect(describeCertainty({ flapping, rollOut: true })).toContain('401, then 200');
    expect(describeCertainty({ flapping, rollOut: true })).not.toBe(describeCertainty({ flapping }));
  });
});
