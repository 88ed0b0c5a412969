import { describe, expect, it } from 'vitest';
import type { Exchange } from '../evidence/exchange.ts';
import { weighEvidence, weaknessOf, type Weight } from './weigh-evidence.ts';
import { LIVE_INFO } from '../run/run.fixture.ts';

const exchange = (credential: Exchange['credential'], status: number): Exchange => ({
  credential,
  operation: 'GET /rest/api/3/myself',
  response: { status },
  meta: { origin: 'recorded', date: '2026-11-26T00:00:00Z' },
});

it('counts decided and undecided probes, those without an answer included', () => {
  const exchanges = [exchange('revoked', 401), exchange('expired', 429), exchange('missing', 401)];
  expect(weighEvidence({ info: LIVE_INFO, exchanges }, 4)).toEqual({
    origin: 'recorded',
    decided: 2,
    undecided: 5,
  });
  expect(weighEvidence({ info: { ...LIVE_INFO, origin: 'stand-in' }, exchanges: [] }, 0)).toEqual({
    origin: 'stand-in',
    decided: 0,
    undecided: 0,
  });
});

const weight = (decided: number, undecided = 0, origin: Weight['origin'] = 'recorded'): Weight => ({
  origin,
  decided,
  undecided,
});

describe('a set that would replace another', () => {
  it.each<[string, Weight, Weight | undefined, boolean]>([
    ['there is none yet', weight(1), undefined, false],
    ['it decides as much', weight(10), weight(10), false],
    ['it decides more', weight(11), weight(10), false],
    ['it decides less', weight(9), weight(10), true],
    ['it leaves a tenth open', weight(9, 1), undefined, false],
    ['it leaves more than a tenth open', weight(8, 1), undefined, true],
    ['it is empty', weight(0), undefined, true],
    ['it is of the stand-in, the other of a site', weight(20, 0, 'stand-in'), weight(10), true],
    [
      'it is of the stand-in, the other was written down',
      weight(20, 0, 'stand-in'),
      weight(10, 0, 'transcribed'),
      true,
    ],
    ['both are of the stand-in', weight(10, 0, 'stand-in'), weight(10, 0, 'stand-in'), false],
    ['it is of the stand-in, and there is none yet', weight(10, 0, 'stand-in'), undefined, false],
    ['it is of a site, the other of the stand-in', weight(10), weight(10, 0, 'stand-in'), false],
  ])('is weighed: %s', (_, set, before, isWorse) => {
    expect(weaknessOf(set, before) !== undefined).toBe(isWorse);
  });

  it('is described with its numbers', () => {
    expect(weaknessOf(weight(4, 3), undefined)?.match(/\d+/g)).toEqual(['3', '7']);
    expect(weaknessOf(weight(4), weight(5))?.match(/\d+/g)).toEqual(['4', '5']);
  });
});
