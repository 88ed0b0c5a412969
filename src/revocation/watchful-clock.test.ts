import { expect, it } from 'vitest';
import type { Clock } from '../http/clock.ts';
import { WatchfulClock } from './watchful-clock.ts';

const { signal } = new AbortController();

/** A clock on which each pause takes the next given time, whatever was requested. */
function clockThat(...takes: number[]): Clock {
  let now = 1e6;
  return {
    now: () => now,
    random: () => 0.25,
    sleep: () => {
      now += takes.shift() ?? 0;
      return Promise.resolve();
    },
  };
}

it.each<[took: number, slept: boolean, setBack: number | undefined]>([
  [1000, false, undefined],
  [6000, false, undefined],
  [6001, true, undefined],
  [0, false, undefined],
  [-1000, false, undefined],
  [-1001, false, 1001],
])('a pause of one second that takes %d ms', async (took, slept, setBack) => {
  const clock = new WatchfulClock(clockThat(took));
  await clock.sleep(1000, signal);
  expect(clock.takeNaps()).toEqual(slept ? [{ from: 1e6, to: 1e6 + took }] : []);
  expect(clock.setBack).toBe(setBack);
});

it('returns each nap once, and reads the underlying clock', async () => {
  const below = clockThat(60_000, 1000, 90_000);
  const clock = new WatchfulClock(below);
  expect([clock.now(), clock.random()]).toEqual([below.now(), below.random()]);
  for (let i = 0; i < 3; i += 1) await clock.sleep(1000, signal);
  expect(clock.takeNaps().map(({ from, to }) => to - from)).toEqual([60_000, 90_000]);
  expect(clock.takeNaps()).toEqual([]);
});
