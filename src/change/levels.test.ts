import { expect, it } from 'vitest';
import { atLeast, LEVELS } from './levels.ts';

it('has the levels in order, most severe first', () => {
  expect(LEVELS).toEqual(['critical', 'major', 'minor', 'notice', 'info']);
});

it.each(LEVELS.flatMap((level, i) => LEVELS.map((bound, j) => [level, bound, i <= j] as const)))(
  '%s is at least as bad as %s: %s',
  (level, bound, isAtLeast) => {
    expect(atLeast(level, bound)).toBe(isAtLeast);
  },
);
