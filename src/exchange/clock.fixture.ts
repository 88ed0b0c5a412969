import type { Clock } from './clock.ts';

/** For tests: a clock that remembers how long was slept. */
export interface FastClock extends Clock {
  readonly slept: number[];
}

/** For tests: a clock that sleeps in no time. Time goes on only while somebody sleeps. */
export function fastClock(random: () => number = () => 0.5): FastClock {
  let now = Date.parse('2026-11-24T03:00:00Z');
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    random,
    sleep: (ms) => {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
  };
}
