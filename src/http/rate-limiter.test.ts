import { afterEach, describe, expect, it, vi } from 'vitest';
import { fastClock, type FastClock } from './clock.fixture.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from './rate-limiter.ts';

interface Paced {
  readonly limiter: RateLimiter;
  readonly clock: FastClock;
  readonly controller: AbortController;
}

function paced(politeness: Partial<Politeness> = {}, random?: () => number): Paced {
  const clock = fastClock(random);
  const controller = new AbortController();
  return {
    limiter: new RateLimiter({ ...DEFAULT_POLITENESS, ...politeness }, clock, controller.signal),
    clock,
    controller,
  };
}

async function turns(limiter: RateLimiter, count: number): Promise<boolean[]> {
  const passed: boolean[] = [];
  for (let turn = 0; turn < count; turn += 1) passed.push(await limiter.acquire());
  return passed;
}

afterEach(() => vi.useRealTimers());

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('stays well below the measured limits of 350 requests per second', () => {
  expect(1000 / DEFAULT_POLITENESS.minInterval).toBeLessThanOrEqual(350 / 10);
  expect(DEFAULT_POLITENESS.concurrency).toBeLessThanOrEqual(4);
});

describe('a turn', () => {
  it('comes at once for the first request, and after the minimum interval for each further one', async () => {
    const { limiter, clock } = paced({ minInterval: 100 });
    expect(await turns(limiter, 3)).toEqual([true, true, true]);
    expect(clock.slept).toEqual([100, 100]);
    expect(limiter.sent).toBe(3);
  });

  it('waits for the rest of the interval only', async () => {
    const { limiter, clock, controller } = paced({ minInterval: 100 });
    await limiter.acquire();
    await clock.sleep(30, controller.signal);
    await limiter.acquire();
    await clock.sleep(250, controller.signal);
    await limiter.acquire();
    expect(clock.slept).toEqual([30, 70, 250]);
  });

  it('is spaced for requests that wait at the same time, too', async () => {
    vi.useFakeTimers();
    const began = Date.now();
    const clock = { now: Date.now, sleep, random: () => 0.5 };
    const limiter = new RateLimiter(
      { ...DEFAULT_POLITENESS, minInterval: 100 },
      clock,
      new AbortController().signal,
    );
    const starts: number[] = [];
    for (let request = 0; request < 4; request += 1) {
      void limiter.acquire().then(() => starts.push(Date.now() - began));
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(starts).toEqual([0, 100, 200, 300]);
  });

  it('is refused once the budget is used up', async () => {
    const { limiter } = paced({ maxRequests: 2 });
    expect(limiter.stopped).toBeUndefined();
    expect(await turns(limiter, 3)).toEqual([true, true, false]);
    expect(limiter.sent).toBe(2);
    expect(limiter.stopped).toContain('--max-requests');
  });

  it('is refused once the time is over, to the millisecond', async () => {
    const { limiter, clock, controller } = paced({ minInterval: 0, maxTime: 240_000 });
    await clock.sleep(239_999, controller.signal);
    expect(await limiter.acquire()).toBe(true);
    expect(limiter.stopped).toBeUndefined();
    await clock.sleep(1, controller.signal);
    expect(await limiter.acquire()).toBe(false);
    expect(limiter.stopped).toMatch(/240 s.*--max-time/);
  });

  it('is refused if the time runs out during the wait', async () => {
    const { limiter } = paced({ minInterval: 300_000, maxTime: 240_000 });
    expect(await turns(limiter, 2)).toEqual([true, false]);
    expect(limiter.sent).toBe(1);
  });

  it('is refused after an interruption, with that reason', async () => {
    const { limiter, controller } = paced();
    limiter.stop('it is enough');
    controller.abort();
    expect(await limiter.acquire()).toBe(false);
    expect(limiter.stopped).not.toContain('it is enough');
  });

  it('is refused after a stop, with the first reason given', async () => {
    const { limiter } = paced();
    limiter.stop('first');
    limiter.stop('second');
    expect(await limiter.acquire()).toBe(false);
    expect(limiter.stopped).toBe('first');
    expect(limiter.sent).toBe(0);
  });

  it('is refused only to the request that must not be sent', async () => {
    const { limiter, clock } = paced({ minInterval: 100 });
    await limiter.acquire();
    // It is refused during the wait.
    expect(await limiter.acquire(() => (clock.slept.length > 0 ? 'a CAPTCHA' : undefined))).toBe(false);
    expect(limiter.sent).toBe(1);
    expect(limiter.stopped).toBeUndefined();
    expect(await limiter.acquire()).toBe(true);
  });
});

describe('a pause that the site asks for', () => {
  it('delays all requests', async () => {
    const { limiter, clock } = paced({ minInterval: 100 });
    limiter.pause(30_000);
    expect(await limiter.acquire()).toBe(true);
    expect(clock.slept).toEqual([30_000]);
  });

  it('never shortens a longer wait', async () => {
    const { limiter, clock } = paced({ minInterval: 100 });
    await limiter.acquire();
    limiter.pause(30);
    limiter.pause(0);
    await limiter.acquire();
    expect(clock.slept).toEqual([100]);
  });

  it.each([
    [120_000, false],
    [120_001, true],
  ])('ends the run if it is longer than the limit: %d ms', (ms, isTooLong) => {
    const { limiter } = paced();
    limiter.pause(ms);
    expect(/121 s.*120 s/.test(limiter.stopped ?? '')).toBe(isTooLong);
    expect(limiter.stopped !== undefined).toBe(isTooLong);
  });

  it('ends the run if the total is too long', async () => {
    const { limiter } = paced({ minInterval: 0, maxRetryAfter: 120_000, maxTotalRetryAfter: 150_000 });
    limiter.pause(100_000);
    await limiter.acquire();
    limiter.pause(50_000);
    expect(limiter.stopped).toBeUndefined();
    await limiter.acquire();
    limiter.pause(1);
    expect(limiter.stopped).toMatch(/151 s.*150 s/);
  });

  it('counts overlapping pauses once', () => {
    const { limiter } = paced({ maxRetryAfter: 120_000, maxTotalRetryAfter: 150_000 });
    for (const ms of [100_000, 100_000, 60_000, 100_000]) limiter.pause(ms);
    expect(limiter.stopped).toBeUndefined();
    // Twenty seconds longer than the previous pause.
    limiter.pause(120_000);
    expect(limiter.stopped).toBeUndefined();
  });

  it('counts from now, not from the end of an earlier wait', async () => {
    const { limiter, clock, controller } = paced({
      minInterval: 0,
      maxRetryAfter: 60_000,
      maxTotalRetryAfter: 60_000,
    });
    await limiter.acquire();
    await clock.sleep(100_000, controller.signal);
    limiter.pause(60_000);
    expect(limiter.stopped).toBeUndefined();
    limiter.pause(60_001);
    expect(limiter.stopped).toBeDefined();
  });

  it.each([[200_000], [119_000]])('names the rate limit that is the reason: %d ms', async (ms) => {
    const { limiter } = paced();
    const named = paced().limiter;
    for (const _ of [1, 2]) {
      limiter.pause(ms);
      named.pause(ms, 'jira-burst-based');
      await Promise.all([limiter.acquire(), named.acquire()]);
    }
    expect(named.stopped).toContain('jira-burst-based');
    expect(limiter.stopped).toBe(named.stopped?.replace(' (limit jira-burst-based)', ''));
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
  const { limiter, clock } = paced({ backOff: 1000 }, () => random);
  await limiter.backOff(attempt);
  expect(clock.slept).toEqual([ms]);
});
