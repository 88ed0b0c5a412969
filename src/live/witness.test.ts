import { describe, expect, it } from 'vitest';
import type { RecordedResponse } from '../evidence/exchange.ts';
import { fastClock, type FastClock } from '../http/clock.fixture.ts';
import { DEFAULT_POLITENESS, RateLimiter } from '../http/rate-limiter.ts';
import { CONTROLS } from './controls.ts';
import type { ProbeAttempts } from './probe-attempts.ts';
import { attempt, historyOf } from './attempts.fixture.ts';
import { Witness, type WitnessOptions } from './witness.ts';

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
  readonly witness: Witness;
  readonly clock: FastClock;
  readonly limiter: RateLimiter;
  /** How often the controls were asked. */
  readonly asked: () => number;
}

/** A witness whose controls are answered so in turn, the last way for ever. */
function open(answers: readonly ProbeAttempts[][], more: Partial<WitnessOptions> = {}): Opened {
  const clock = fastClock();
  const { signal } = new AbortController();
  const limiter = new RateLimiter(DEFAULT_POLITENESS, clock, signal);
  let asked = 0;
  const witness = new Witness({
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
  return { witness, clock, limiter, asked: () => asked };
}

describe('the controls, before anything else is asked', () => {
  it('are given back where they are as they must be', async () => {
    const { witness, clock, asked } = open([FINE]);
    expect(await witness.begin()).toBe(FINE);
    expect(asked()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it('may be odd for a moment', async () => {
    const { witness, clock, asked } = open([TROUBLE, DEAD, TROUBLE, FINE]);
    expect(await witness.begin()).toBe(FINE);
    expect(asked()).toBe(4);
    expect(clock.slept).toEqual([PAUSE, PAUSE, PAUSE]);
  });

  it.each<[string, ProbeAttempts[][], number, string]>([
    ['fail four times', [DEAD], 4, 'controls-failed'],
    ['fail in different ways', [DEAD, TROUBLE, GONE, DEAD, FINE], 4, 'controls-failed'],
    ['get no answer', [UNREACHED, FINE], 1, 'unreachable'],
    ['show a CAPTCHA', [CLOSED, FINE], 1, 'controls-failed'],
  ])('end the run where they %s', async (_, answers, count, code) => {
    const { witness, asked } = open(answers);
    await expect(witness.begin()).rejects.toMatchObject({ code, exitCode: 3 });
    expect(asked()).toBe(count);
  });

  it('end it at once where they may not be asked again, or the run has stopped', async () => {
    const spent = open([DEAD], { isSpent: () => true });
    await expect(spent.witness.begin()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(spent.asked()).toBe(1);
    const stopped = open([DEAD]);
    stopped.limiter.stop('enough');
    await expect(stopped.witness.begin()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(stopped.asked()).toBe(1);
  });

  it('are not asked where a CAPTCHA stands before the own account', async () => {
    const { witness, asked } = open([FINE], { challenge: () => 'a CAPTCHA stands there' });
    await expect(witness.begin()).rejects.toMatchObject({
      code: 'controls-failed',
      message: expect.stringContaining('a CAPTCHA stands there') as string,
    });
    expect(asked()).toBe(0);
  });

  it('count for nothing where they made one stand there', async () => {
    let looked = 0;
    const { witness, asked } = open([FINE], {
      challenge: () => ((looked += 1) > 1 ? 'a CAPTCHA' : undefined),
    });
    await expect(witness.begin()).rejects.toMatchObject({ code: 'controls-failed' });
    expect(asked()).toBe(1);
  });

  it('wait no longer than an alarm does', async () => {
    const { witness, clock } = open([TROUBLE, FINE], { confirmAfter: 10 });
    await witness.begin();
    expect(clock.slept).toEqual([10]);
  });
});

describe('the controls, asked again', () => {
  it.each<[string, ProbeAttempts[][], number, number[]]>([
    ['as they must be', [FINE], 1, []],
    ['odd once', [DEAD, FINE], 2, [PAUSE]],
    ['odd three times', [DEAD, TROUBLE, GONE, FINE], 4, [PAUSE, CONFIRM, CONFIRM]],
    ['without an answer once', [UNREACHED, FINE], 2, [PAUSE]],
  ])('vouch for the site: %s', async (_, answers, count, slept) => {
    const { witness, clock, asked } = open(answers);
    expect(await witness.vouch()).toBeUndefined();
    expect(asked()).toBe(count);
    expect(clock.slept).toEqual(slept);
  });

  it.each<[string, ProbeAttempts[][], number, string]>([
    ['odd four times', [DEAD], 4, 'token'],
    ['without an answer twice', [UNREACHED], 2, 'unreachable'],
    ['a CAPTCHA', [CLOSED], 1, 'captcha'],
  ])('do not vouch for it: %s', async (_, answers, count, cause) => {
    const { witness, asked } = open(answers);
    expect(await witness.vouch()).toMatchObject({ cause });
    expect(asked()).toBe(count);
  });

  it('do not vouch for it where they may not be asked again', async () => {
    const { witness, asked } = open([DEAD, FINE], { isSpent: () => true });
    expect(await witness.vouch()).toMatchObject({ cause: 'token' });
    expect(asked()).toBe(1);
  });

  it('find no fault with a site where the run has stopped', async () => {
    const { witness, limiter } = open([DEAD]);
    limiter.stop('enough');
    expect(await witness.vouch()).toBeUndefined();
  });

  it('find none where it stops while they are waited for', async () => {
    const { witness, limiter, asked } = open([DEAD], {
      clock: { ...fastClock(), sleep: () => Promise.resolve(limiter.stop('enough')) },
    });
    expect(await witness.vouch()).toBeUndefined();
    expect(asked()).toBe(2);
  });

  it('wait no longer than an alarm does', async () => {
    const { witness, clock } = open([DEAD, TROUBLE, FINE], { confirmAfter: 10 });
    expect(await witness.vouch()).toBeUndefined();
    expect(clock.slept).toEqual([10, 10]);
  });
});

describe('a site of which a part answers oddly', () => {
  it('is not believed any more once it did three times, in the same way', async () => {
    const { witness, asked } = open([DEAD, FINE, DEAD, FINE, DEAD, FINE]);
    expect(await witness.vouch()).toBeUndefined();
    expect(await witness.vouch()).toBeUndefined();
    expect(await witness.vouch()).toMatchObject({ cause: 'token' });
    expect(asked()).toBe(5);
  });

  it('is believed where each time was another', async () => {
    const { witness } = open([DEAD, FINE, TROUBLE, FINE, GONE, FINE, DEAD, FINE]);
    const found = [];
    for (let time = 0; time < 4; time += 1) found.push(await witness.vouch());
    expect(found).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is odd once, however often it is asked about the same time', async () => {
    const { witness } = open([DEAD, DEAD, DEAD, FINE]);
    expect(await witness.vouch()).toBeUndefined();
  });
});
