import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Period } from '../../history/timeline.ts';
import { placePeriods, type Panel } from './place-periods.ts';

const LEAST = 28;

const PANEL: Panel = {
  left: 100,
  right: 300,
  range: ({ from, to }) => [Number(from), Number(to)],
};

const periodsAt = (...starts: number[]): Period[] =>
  starts.map((from, i) => ({
    answer: `refused ${i}`,
    from: String(from),
    to: String(starts[i + 1] ?? from),
    times: 1,
    seenBy: 'x',
  }));

describe('the periods of a probe', () => {
  it('are in order, within the panel, and wide enough for a label; the newest is among them', () => {
    const starts = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(starts, (given) => {
        const periods = periodsAt(...given.toSorted((a, b) => a - b));
        const placed = placePeriods(periods, PANEL, LEAST);
        expect(placed.at(-1)?.period).toBe(periods.at(-1));
        expect(placed.reduce((sum, { count }) => sum + count, 0)).toBe(periods.length);
        let free = PANEL.left;
        for (const { from, to } of placed) {
          expect(from).toBeGreaterThanOrEqual(free);
          expect(to - from).toBeGreaterThanOrEqual(LEAST - 0.001);
          free = to;
        }
        expect(free).toBeLessThanOrEqual(PANEL.right);
      }),
    );
  });

  it('are where they belong if there is room', () => {
    const placed = placePeriods(periodsAt(110, 200), PANEL, LEAST);
    expect(placed.map(({ from, to }) => [from, to])).toEqual([
      [110, 200],
      [200, 228],
    ]);
  });
});
