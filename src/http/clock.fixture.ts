import type { Clock } from './clock.ts';

/** For tests: a clock that records its sleeps, in milliseconds. */
export interface FastClock extends Clock {
  readonly slept: number[];
}

/** More sleeps than the longest watch needs. */
const MAX_SLEEPS = 100_000;

/**
 * For tests: a clock whose sleep returns at once. Its time advances only by sleeping.
 *
 * @param maxSleeps number of sleeps after which it throws, so that an endless loop fails its test instead of hanging it
 */
export function fastClock(random: () => number = () => 0.5, maxSleeps: number = MAX_SLEEPS): FastClock {
  let now = Date.parse('2026-11-24T03:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random,
    sleep: (ms) => {
      slept.push(ms);
      if (slept.length > maxSleeps) throw new Error('slept too often');
      now += ms;
      return Promise.resolve();
    },
  };
}
