import { afterEach, describe, expect, it, vi } from 'vitest';
import { fastClock, type FastClock } from './clock.fixture.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from './rate-limiter.ts';

interface Paced {
  readonly pace: RateLimiter;
  readonly clock: FastClock;
  readonly controller: AbortController;
}

function paced(manners: Partial<Politeness> = {}, random?: () => number): Paced {
  const clock = fastClock(random);
  const controller = new AbortController();
  return {
    pace: new RateLimiter({ ...DEFAULT_POLITENESS, ...manners }, clock, controller.signal),
    clock,
    controller,
  };
}

async function turns(pace: RateLimiter, count: number): Promise<boolean[]> {
  const passed: boolean[] = [];
  for (let turn = 0; turn < count; turn += 1) passed.push(await pace.acquire());
  return passed;
}

afterEach(() => vi.useRealTimers());

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('asks well below the limits that were measured: 350 requests in a window of a second', () => {
  expect(1000 / DEFAULT_POLITENESS.minInterval).toBeLessThanOrEqual(350 / 10);
  expect(DEFAULT_POLITENESS.concurrency).toBeLessThanOrEqual(4);
});

describe('a turn', () => {
  it('comes at once for the first request, and after the gap for each further one', async () => {
    const { pace, clock } = paced({ minInterval: 100 });
    expect(await turns(pace, 3)).toEqual([true, true, true]);
    expect(clock.slept).toEqual([100, 100]);
    expect(pace.sent).toBe(3);
  });

  it('waits for what is left of the gap only', async () => {
    const { pace, clock, controller } = paced({ minInterval: 100 });
    await pace.acquire();
    await clock.sleep(30, controller.signal);
    await pace.acquire();
    await clock.sleep(250, controller.signal);
    await pace.acquire();
    expect(clock.slept).toEqual([30, 70, 250]);
  });

  it('is spaced for requests that wait at the same time, too', async () => {
    vi.useFakeTimers();
    const began = Date.now();
    const clock = { now: Date.now, sleep, random: () => 0.5 };
    const pace = new RateLimiter(
      { ...DEFAULT_POLITENESS, minInterval: 100 },
      clock,
      new AbortController().signal,
    );
    const starts: number[] = [];
    for (let request = 0; request < 4; request += 1) {
      void pace.acquire().then(() => starts.push(Date.now() - began));
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(starts).toEqual([0, 100, 200, 300]);
  });

  it('is refused once the budget is used up', async () => {
    const { pace } = paced({ maxRequests: 2 });
    expect(pace.stopped).toBeUndefined();
    expect(await turns(pace, 3)).toEqual([true, true, false]);
    expect(pace.sent).toBe(2);
    expect(pace.stopped).toContain('--max-requests');
  });

  it('is refused once the time is over, to the millisecond', async () => {
    const { pace, clock, controller } = paced({ minInterval: 0, maxTime: 240_000 });
    await clock.sleep(239_999, controller.signal);
    expect(await pace.acquire()).toBe(true);
    expect(pace.stopped).toBeUndefined();
    await clock.sleep(1, controller.signal);
    expect(await pace.acquire()).toBe(false);
    expect(pace.stopped).toMatch(/240 s.*--max-time/);
  });

  it('is refused where the time is over while it waits', async () => {
    const { pace } = paced({ minInterval: 300_000, maxTime: 240_000 });
    expect(await turns(pace, 2)).toEqual([true, false]);
    expect(pace.sent).toBe(1);
  });

  it('is refused after an interruption, and that is the reason', async () => {
    const { pace, controller } = paced();
    pace.stop('it is enough');
    controller.abort();
    expect(await pace.acquire()).toBe(false);
    expect(pace.stopped).not.toContain('it is enough');
  });

  it('is refused after a stop, of which the first reason stays', async () => {
    const { pace } = paced();
    pace.stop('first');
    pace.stop('second');
    expect(await pace.acquire()).toBe(false);
    expect(pace.stopped).toBe('first');
    expect(pace.sent).toBe(0);
  });

  it('is refused to a request that must not be sent any more, and to it alone', async () => {
    const { pace, clock } = paced({ minInterval: 100 });
    await pace.acquire();
    // It comes to be shut while it waits.
    expect(await pace.acquire(() => (clock.slept.length > 0 ? 'a CAPTCHA' : undefined))).toBe(false);
    expect(pace.sent).toBe(1);
    expect(pace.stopped).toBeUndefined();
    expect(await pace.acquire()).toBe(true);
  });
});

describe('a pause that the site asks for', () => {
  it('holds all requests back', async () => {
    const { pace, clock } = paced({ minInterval: 100 });
    pace.pause(30_000);
    expect(await pace.acquire()).toBe(true);
    expect(clock.slept).toEqual([30_000]);
  });

  it('never shortens a longer wait', async () => {
    const { pace, clock } = paced({ minInterval: 100 });
    await pace.acquire();
    pace.pause(30);
    pace.pause(0);
    await pace.acquire();
    expect(clock.slept).toEqual([100]);
  });

  it.each([
    [120_000, false],
    [120_001, true],
  ])('ends the run where it is longer than the run is patient: %d ms', (ms, isTooLong) => {
    const { pace } = paced();
    pace.pause(ms);
    expect(/121 s.*120 s/.test(pace.stopped ?? '')).toBe(isTooLong);
    expect(pace.stopped !== undefined).toBe(isTooLong);
  });

  it('ends the run where all of them together are too long', async () => {
    const { pace } = paced({ minInterval: 0, maxRetryAfter: 120_000, maxTotalRetryAfter: 150_000 });
    pace.pause(100_000);
    await pace.acquire();
    pace.pause(50_000);
    expect(pace.stopped).toBeUndefined();
    await pace.acquire();
    pace.pause(1);
    expect(pace.stopped).toMatch(/151 s.*150 s/);
  });

  it('counts once what several answers ask for at the same time', () => {
    const { pace } = paced({ maxRetryAfter: 120_000, maxTotalRetryAfter: 150_000 });
    for (const ms of [100_000, 100_000, 60_000, 100_000]) pace.pause(ms);
    expect(pace.stopped).toBeUndefined();
    // Twenty seconds longer than the one that was asked for before.
    pace.pause(120_000);
    expect(pace.stopped).toBeUndefined();
  });

  it('counts from now on, not from the end of a wait that is over', async () => {
    const { pace, clock, controller } = paced({
      minInterval: 0,
      maxRetryAfter: 60_000,
      maxTotalRetryAfter: 60_000,
    });
    await pace.acquire();
    await clock.sleep(100_000, controller.signal);
    pace.pause(60_000);
    expect(pace.stopped).toBeUndefined();
    pace.pause(60_001);
    expect(pace.stopped).toBeDefined();
  });

  it.each([[200_000], [119_000]])('names the limit of the site that is the reason: %d ms', async (ms) => {
    const { pace } = paced();
    const named = paced().pace;
    for (const _ of [1, 2]) {
      pace.pause(ms);
      named.pause(ms, 'jira-burst-based');
      await Promise.all([pace.acquire(), named.acquire()]);
    }
    expect(named.stopped).toContain('jira-burst-based');
    expect(pace.stopped).toBe(named.stopped?.replace(' (limit jira-burst-based)', ''));
  });
});

it.each([
  [1, 0, 1000],
  [2, 0, 2000],
  [3, 0, 4000],
  [1, 0.5, 750],
  [2, 0.5, 1500],
  [3, 1, 2000],
])('backs off before another attempt: %d, with the jitter %d', async (attempt, random, ms) => {
  const { pace, clock } = paced({ backOff: 1000 }, () => random);
  await pace.backOff(attempt);
  expect(clock.slept).toEqual([ms]);
});
