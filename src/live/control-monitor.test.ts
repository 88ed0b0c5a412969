import { describe, expect, it } from 'vitest';
import type { RecordedResponse } from '../evidence/exchange.ts';
import { fastClock, type FastClock } from '../http/clock.fixture.ts';
import { DEFAULT_POLITENESS, RateLimiter } from '../http/rate-limiter.ts';
import { CONTROLS } from './controls.ts';
import type { ProbeAttempts } from './probe-attempts.ts';
import { attempt, historyOf } from './attempts.fixture.ts';
import { ControlMonitor, type ControlMonitorOptions } from './control-monitor.ts';

const ACCOUNT: RecordedResponse = { status: 200, headers: { 'x-aaccountid': 'account-1' } };
const REFUSED: RecordedResponse = { status: 401, headers: { 'www-authenticate': 'OAuth realm="x"' } };
const CAPTCHA: RecordedResponse = {
  status: 403,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' },
};
const SUSPENDED: RecordedResponse = {
  status: 404,
  body: { text: '{"errorMessage":"x","errorCode":"OTHER"}' },
};

const both = (works: RecordedResponse, fails: RecordedResponse): ProbeAttempts[] => [
  historyOf([attempt(works, CONTROLS.works)], undefined, CONTROLS.works),
  historyOf([attempt(fails, CONTROLS.fails)], undefined, CONTROLS.fails),
];

const FINE = both(ACCOUNT, REFUSED);
const DEAD = both(REFUSED, REFUSED);
const TROUBLE = both({ status: 503 }, { status: 503 });
const GONE = both(SUSPENDED, SUSPENDED);
const CLOSED = both(CAPTCHA, REFUSED);
const UNREACHED = [
  historyOf([], 'the connection was reset', CONTROLS.works),
  historyOf([], 'the connection was reset', CONTROLS.fails),
];

const PAUSE = 5000;
const CONFIRM = 30_000;

interface Opened {
  readonly monitor: ControlMonitor;
  readonly clock: FastClock;
  readonly limiter: RateLimiter;
  /** How often the controls were asked. */
  readonly asked: () => number;
}

/** A monitor whose controls get these answers in turn; the last one is repeated. */
function open(answers: readonly ProbeAttempts[][], more: Partial<ControlMonitorOptions> = {}): Opened {
  const clock = fastClock();
  const { signal } = new AbortController();
  const limiter = new RateLimiter(DEFAULT_POLITENESS, clock, signal);
  let asked = 0;
  const monitor = new ControlMonitor({
    controls: CONTROLS,
    ask: () => {
      asked += 1;
      return Promise.resolve(answers[Math.min(asked, answers.length) - 1] ?? []);
    },
    challenge: () => undefined,
    isSpent: () => false,
    site: 'https://jira-site.example.com',
    limiter,
    clock,
    signal,
    confirmAfter: CONFIRM,
    ...more,
  });
  return { monitor, clock, limiter, asked: () => asked };
}

describe('the controls at the start', () => {
  it('are returned if they behave as they must', async () => {
    const { monitor, clock, asked } = open([FINE]);
    expect(await monitor.checkAtStart()).toBe(FINE);
    expect(asked()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it('may fail for a moment', async () => {
    const { monitor, clock, asked } = open([TROUBLE, DEAD, TROUBLE, FINE]);
    expect(await monitor.checkAtStart()).toBe(FINE);
    expect(asked()).toBe(4);
    expect(clock.slept).toEqual([PAUSE, PAUSE, PAUSE]);
  });

  it.each<[string, ProbeAttempts[][], number, string]>([
    ['fail four times', [DEAD], 4, 'controls-failed'],
    ['fail in different ways', [DEAD, TROUBLE, GONE, DEAD, FINE], 4, 'controls-failed'],
    ['get no answer', [UNREACHED, FINE], 1, 'unreachable'],
    ['show a CAPTCHA', [CLOSED, FINE], 1, 'controls-failed'],
  ])('end the run if they %s', async (_, answers, count, code) => {
    const { monitor, asked } = open(answers);
    await expect(monitor.checkAtStart()).rejects.toMatchObject({ code, exitCode: 3 });
    expect(asked()).toBe(count);
  });

  it('end it at once if they may not be sent again, or the run has stopped', async () => {
    const spent = open([DEAD], { isSpent: () => true });
    await expect(spent.monitor.checkAtStart()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(spent.asked()).toBe(1);
    const stopped = open([DEAD]);
    stopped.limiter.stop('enough');
    await expect(stopped.monitor.checkAtStart()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(stopped.asked()).toBe(1);
  });

  it('are not sent if the own account must solve a CAPTCHA', async () => {
    const { monitor, asked } = open([FINE], { challenge: () => 'a CAPTCHA stands there' });
    await expect(monitor.checkAtStart()).rejects.toMatchObject({
      code: 'controls-failed',
      message: expect.stringContaining('a CAPTCHA stands there') as string,
    });
    expect(asked()).toBe(0);
  });

  it('do not count if they caused one', async () => {
    let looked = 0;
    const { monitor, asked } = open([FINE], {
      challenge: () => ((looked += 1) > 1 ? 'a CAPTCHA' : undefined),
    });
    await expect(monitor.checkAtStart()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(asked()).toBe(1);
  });

  it('wait no longer than the confirmation of an alarm', async () => {
    const { monitor, clock } = open([TROUBLE, FINE], { confirmAfter: 10 });
    await monitor.checkAtStart();
    expect(clock.slept).toEqual([10]);
  });
});

describe('the controls during the run', () => {
  it.each<[string, ProbeAttempts[][], number, number[]]>([
    ['as they must be', [FINE], 1, []],
    ['odd once', [DEAD, FINE], 2, [PAUSE]],
    ['odd three times', [DEAD, TROUBLE, GONE, FINE], 4, [PAUSE, CONFIRM, CONFIRM]],
    ['without an answer once', [UNREACHED, FINE], 2, [PAUSE]],
  ])('confirm the site: %s', async (_, answers, count, slept) => {
    const { monitor, clock, asked } = open(answers);
    expect(await monitor.recheck()).toBeUndefined();
    expect(asked()).toBe(count);
    expect(clock.slept).toEqual(slept);
  });

  it.each<[string, ProbeAttempts[][], number, string]>([
    ['odd four times', [DEAD], 4, 'token'],
    ['without an answer twice', [UNREACHED], 2, 'unreachable'],
    ['a CAPTCHA', [CLOSED], 1, 'captcha'],
  ])('do not confirm it: %s', async (_, answers, count, cause) => {
    const { monitor, asked } = open(answers);
    expect(await monitor.recheck()).toMatchObject({ cause });
    expect(asked()).toBe(count);
  });

  it('do not confirm it if they may not be sent again', async () => {
    const { monitor, asked } = open([DEAD, FINE], { isSpent: () => true });
    expect(await monitor.recheck()).toMatchObject({ cause: 'token' });
    expect(asked()).toBe(1);
  });

  it('report no failure if the run has stopped', async () => {
    const { monitor, limiter } = open([DEAD]);
    limiter.stop('enough');
    expect(await monitor.recheck()).toBeUndefined();
  });

  it('report no failure if the run stops while they are being sent', async () => {
    const { monitor, limiter, asked } = open([DEAD], {
      clock: { ...fastClock(), sleep: () => Promise.resolve(limiter.stop('enough')) },
    });
    expect(await monitor.recheck()).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('wait no longer than the confirmation of an alarm', async () => {
    const { monitor, clock } = open([DEAD, TROUBLE, FINE], { confirmAfter: 10 });
    expect(await monitor.recheck()).toBeUndefined();
    expect(clock.slept).toEqual([10, 10]);
  });
});

describe('a site that fails intermittently', () => {
  it('is not trusted after three failures of the same kind', async () => {
    const { monitor, asked } = open([DEAD, FINE, DEAD, FINE, DEAD, FINE]);
    expect(await monitor.recheck()).toBeUndefined();
    expect(await monitor.recheck()).toBeUndefined();
    expect(await monitor.recheck()).toMatchObject({ cause: 'token' });
    expect(asked()).toBe(5);
  });

  it('is trusted if each failure is different', async () => {
    const { monitor } = open([DEAD, FINE, TROUBLE, FINE, GONE, FINE, DEAD, FINE]);
    const found = [];
    for (let time = 0; time < 4; time += 1) found.push(await monitor.recheck());
    expect(found).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('counts one failure, however often it is repeated within one check', async () => {
    const { monitor } = open([DEAD, DEAD, DEAD, FINE]);
    expect(await monitor.recheck()).toBeUndefined();
  });
});
