import { describe, expect, it } from 'vitest';
import { answer, SECOND } from './measurement.fixture.ts';
import type { ProbeLine } from './measurement.ts';
import { skewOf } from './skew.ts';

/** An answer that was 200 ms on the way, of a site that is ahead: its date is cut to the second. */
const dated = (sent: number, ahead: number): ProbeLine => {
  const date = Math.floor((sent + 100 + ahead) / SECOND) * SECOND;
  return answer('A', sent, { got: sent + 200, date });
};

describe('the skew of the clock of a site', () => {
  it('is bounded by one answer to a second plus its duration', () => {
    expect(skewOf([answer('A', 5000, { got: 5200, date: 65_000 })])).toEqual({ least: 59_800, most: 61_000 });
  });

  it.each([60_000, 0, -45_250])('is narrowed by each answer, and holds: %d ms', (ahead) => {
    const all = [0, 10_300, 20_600, 30_900].map((sent) => dated(sent, ahead));
    const [one, more] = [skewOf(all.slice(0, 1)), skewOf(all)];
    const width = (span: typeof one): number => (span?.most ?? 0) - (span?.least ?? 0);
    expect(width(one)).toBe(1200);
    expect(width(more)).toBeLessThan(900);
    expect(more?.least).toBeLessThanOrEqual(ahead);
    expect(more?.most).toBeGreaterThanOrEqual(ahead);
  });

  it('is unknown if no answer has a date, and ignores such answers', () => {
    expect(skewOf([])).toBeUndefined();
    expect(skewOf([answer('A', 0)])).toBeUndefined();
    expect(skewOf([answer('A', 0), dated(0, 0), answer('A', 9000)])).toEqual(skewOf([dated(0, 0)]));
  });

  it('follows the later answers if the clock was set in the meantime', () => {
    expect(skewOf([dated(0, 0), dated(10_000, 90_000)])).toEqual(skewOf([dated(10_000, 90_000)]));
  });
});
