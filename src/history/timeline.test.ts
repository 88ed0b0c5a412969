import { describe, expect, it } from 'vitest';
import type { Observation } from './observations.ts';
import { currentPeriod, previousPeriod, timelines } from './timeline.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROJECT = 'GET /rest/api/3/project';

const seen = (at: string, answer: string, more: Partial<Observation> = {}): Observation => ({
  credential: 'revoked',
  operation: MYSELF,
  at,
  answer,
  seenBy: 'a test',
  ...more,
});

describe('a timeline', () => {
  it.each<[string, [string, string][], [string, string, string, number][]]>([
    ['one answer', [['1', 'a']], [['a', '1', '1', 1]]],
    [
      'the same answer',
      [
        ['1', 'a'],
        ['2', 'a'],
        ['3', 'a'],
      ],
      [['a', '1', '3', 3]],
    ],
    [
      'another answer',
      [
        ['1', 'a'],
        ['2', 'b'],
      ],
      [
        ['a', '1', '1', 1],
        ['b', '2', '2', 1],
      ],
    ],
    [
      'an answer that comes back',
      [
        ['1', 'a'],
        ['2', 'b'],
        ['3', 'b'],
        ['4', 'a'],
      ],
      [
        ['a', '1', '1', 1],
        ['b', '2', '3', 2],
        ['a', '4', '4', 1],
      ],
    ],
    [
      'any order',
      [
        ['3', 'b'],
        ['1', 'a'],
        ['2', 'a'],
      ],
      [
        ['a', '1', '2', 2],
        ['b', '3', '3', 1],
      ],
    ],
    // Observations of the same time stay in the given order.
    [
      'one time',
      [
        ['1', 'b'],
        ['1', 'a'],
        ['1', 'a'],
      ],
      [
        ['b', '1', '1', 1],
        ['a', '1', '1', 2],
      ],
    ],
  ])('has a period for each behaviour: %s', (_, observations, periods) => {
    const [timeline, ...more] = timelines(observations.map(([at, answer]) => seen(at, answer)));
    expect(more).toEqual([]);
    expect(timeline?.periods).toEqual(
      periods.map(([answer, from, to, times]) => ({ answer, from, to, times, seenBy: 'a test' })),
    );
  });

  it('has the current and the previous behaviour of a probe', () => {
    const [timeline] = timelines([seen('1', 'a'), seen('2', 'b'), seen('3', 'c')]);
    const [other] = timelines([seen('1', 'a')]);
    if (!timeline || !other) throw new Error('no timeline');
    expect([currentPeriod(timeline).answer, previousPeriod(timeline)?.answer]).toEqual(['c', 'b']);
    expect([currentPeriod(other).answer, previousPeriod(other)]).toEqual(['a', undefined]);
  });

  it('exists for each probe, in the order of the tables', () => {
    const all = timelines([
      seen('1', 'a', { credential: 'expired' }),
      seen('1', 'b', { operation: PROJECT }),
      seen('1', 'c'),
      seen('1', 'd', { credential: 'valid', operation: PROJECT }),
    ]);
    expect(
      all.map(({ credential, operation, periods: [{ answer }] }) => [credential, operation, answer]),
    ).toEqual([
      ['valid', PROJECT, 'd'],
      ['revoked', MYSELF, 'c'],
      ['revoked', PROJECT, 'b'],
      ['expired', MYSELF, 'a'],
    ]);
    expect(timelines([])).toEqual([]);
  });
});
