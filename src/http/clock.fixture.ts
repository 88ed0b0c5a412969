import type { Clock } from './clock.ts';

/** For tests: a clock that remembers how long was slept. */
export interface FastClock extends Clock {
  readonly slept: number[];
}

/** Oftener than the longest watch sleeps. */
const MOST_SLEEPS = 100_000;

/**
 * For tests: a clock that sleeps in no time. Time goes on only while somebody sleeps.
 *
 * @param most how often it sleeps: a loop without an end fails its test, and does not hang it
 */
export function fastClock(random: () => number = () => 0.5, most: number = MOST_SLEEPS): FastClock {
  let now = Date.parse('2026-11-24T03:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random,
    sleep: (ms) => {
      slept.push(ms);
      if (slept.length > most) throw new Error('slept too often');
      now += ms;
      return Promise.resolve();
    },
  };
}
