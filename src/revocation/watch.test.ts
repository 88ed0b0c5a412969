import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { forgetSecrets } from '../evidence/redaction.ts';
import type { EventLine, Line } from './measurement.ts';
import type { Span } from './span.ts';
import { openLaboratory, watchIn, watchLine, type Laboratory } from './watch.fixture.ts';
import { seededRandom } from '../evidence/seeded.fixture.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

const open = new Set<Laboratory>();

async function laboratory(...args: Parameters<typeof openLaboratory>): Promise<Laboratory> {
  const made = await openLaboratory(...args);
  open.add(made);
  return made;
}

afterEach(async () => {
  await Promise.all([...open].map((one) => one.close()));
  open.clear();
  forgetSecrets();
});

const revokeAfter =
  ({ revoke }: Laboratory, ...after: number[]) =>
  (): Promise<EventLine> =>
    Promise.resolve(revoke(...after));

/** A reproducible sequence of numbers from 0 up to 1. */
function seeded(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Watches a token whose revocation reaches each replica after a time of its own: the bounds that do not hold. */
async function boundsOf(delays: readonly number[], seed: number): Promise<[wrong: string[], told: string]> {
  const lab = await laboratory(seeded(seed));
  const { conclusion } = await watchIn(lab, revokeAfter(lab, ...delays));
  await lab.close();
  open.delete(lab);
  const { event, began, ended, delay } = conclusion;
  const from = event?.least ?? 0;
  const [earliest, latest] = [from + Math.min(...delays), from + Math.max(...delays)];
  const told = JSON.stringify({ delays, seed, began, ended, from });
  const bounds: Record<string, [Span | undefined, number]> = {
    began: [began, earliest],
    ended: [ended, latest],
    delay: [delay, latest - from],
  };
  const wrong = Object.entries(bounds).filter(
    ([, [span, moment]]) => !span || span.least > moment || span.most < moment,
  );
  return [wrong.map(([name]) => name), told];
}

describe('the moment of a revocation', { timeout: 60_000 }, () => {
  it.each([
    ['at once', 0, 'within'],
    ['after a minute and a half', 90 * SECOND, 'within'],
    ['after twenty minutes', 20 * MINUTE, 'over'],
  ])('lies within the bounds that are told: %s', async (_, delay, verdict) => {
    const lab = await laboratory();
    const { conclusion, measurement } = await watchIn(lab, revokeAfter(lab, delay));
    const { event, ended } = conclusion;
    const moment = (event?.least ?? 0) + delay;
    expect(measurement.end?.ending).toBe('settled');
    expect(ended?.least).toBeLessThanOrEqual(moment);
    expect(ended?.most).toBeGreaterThanOrEqual(moment);
    expect((ended?.most ?? 0) - (ended?.least ?? 0)).toBeLessThan(5 * SECOND + delay * 0.04);
    expect(conclusion).toMatchObject({ verdict, flapped: false, together: true, exitCode: 1 });
    // As it was measured: /myself refuses, the project list runs for nobody.
    expect(conclusion.flips.map(({ final }) => [final?.treatment, final?.status])).toEqual([
      ['refused', 401],
      ['ignored', 200],
    ]);
    expect(conclusion.silent).toHaveLength(1);
  });

  it('lies within them for any delay and any jitter, and is bound as tightly as was asked', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 * MINUTE }), fc.nat(1e6), async (delay, seed) => {
        const lab = await laboratory(seeded(seed));
        const { conclusion } = await watchIn(lab, revokeAfter(lab, delay));
        await lab.close();
        open.delete(lab);
        const { event, ended, began } = conclusion;
        const moment = (event?.least ?? 0) + delay;
        for (const { moment: flip } of conclusion.flips) {
          expect(flip?.least).toBeLessThanOrEqual(moment);
          expect(flip?.most).toBeGreaterThanOrEqual(moment);
        }
        expect(began?.least).toBeLessThanOrEqual(moment);
        expect(began?.most).toBeGreaterThanOrEqual(moment);
        expect((ended?.most ?? 0) - (ended?.least ?? 0)).toBeLessThan(5 * SECOND + delay * 0.04);
      }),
      { numRuns: 5 },
    );
  });

  it.each([
    ['a hundred milliseconds apart', [101, 0]],
    ['in the same pause', [1700, 0]],
    ['minutes apart', [0, 4 * MINUTE]],
  ])('lies within them where replicas hear of it at different times: %s', async (_, delays) => {
    for (let seed = 0; seed < 8; seed += 1) {
      const [wrong, told] = await boundsOf(delays, seed);
      expect(wrong, told).toEqual([]);
    }
  });

  it('lies within them for any two replicas and any jitter', async () => {
    const delay = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 10 * MINUTE }));
    const replicas = fc.array(delay, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(replicas, fc.nat(1e6), async (delays, seed) => {
        const [wrong, told] = await boundsOf(delays, seed);
        expect(wrong, told).toEqual([]);
      }),
      { numRuns: 12 },
    );
  });

  it('is that of the site for a token that expires, whose clock may go wrong', async () => {
    const ahead = 90 * SECOND;
    const base = await laboratory();
    const lab = await laboratory(seededRandom, { now: () => base.clock.now() + ahead });
    const watched = { ...lab, clock: base.clock };
    const expiresAt = base.clock.now() + ahead + 10 * MINUTE;
    lab.site.revoke(SYNTHETIC_IDENTITY.watchedToken, 10 * MINUTE);
    const event = (): Promise<EventLine> =>
      Promise.resolve({ kind: 'event', from: expiresAt, to: expiresAt, clock: 'site' });
    const { conclusion } = await watchIn(watched, event, { first: watchLine({ cause: 'expired' }) });
    const { skew, delay } = conclusion;
    expect(skew?.least).toBeLessThanOrEqual(ahead);
    expect(skew?.most).toBeGreaterThanOrEqual(ahead);
    expect(delay?.least).toBe(0);
    expect(delay?.most).toBeLessThan(8 * SECOND);
    // Before that moment nobody is bothered.
    expect(lab.site.requests.length).toBeLessThan(60);
  });

  it('is measured of an Admin API key as well, and ends with 0 where all is as documented', async () => {
    const lab = await laboratory();
    const first = watchLine({
      subject: 'admin-key',
      operations: ['GET https://api.atlassian.com/admin/v1/orgs'],
    });
    const { conclusion } = await watchIn(lab, revokeAfter(lab, 4 * MINUTE), { first });
    expect(conclusion).toMatchObject({ verdict: 'within', silent: [], together: undefined, exitCode: 0 });
  });

  it('ends with 0 for a site that does what is wanted', async () => {
    const lab = await laboratory(seededRandom, { behaviour: 'wanted' });
    const { conclusion } = await watchIn(lab, revokeAfter(lab, MINUTE));
    expect(conclusion).toMatchObject({ verdict: 'within', silent: [], together: true, exitCode: 0 });
  });
});

describe('what is no flip', () => {
  it('a token that is never revoked: the watch gives up, and says from when on it was not', async () => {
    const lab = await laboratory();
    const now = lab.clock.now();
    const { conclusion, measurement } = await watchIn(lab, () =>
      Promise.resolve({ kind: 'event', from: now, to: now, clock: 'own' }),
    );
    expect(measurement.end?.ending).toBe('gave-up');
    expect(conclusion).toMatchObject({ exitCode: 3, ended: undefined, silent: [] });
    expect(conclusion.delay?.least).toBeGreaterThan(59 * MINUTE);
    expect(conclusion.delay?.most).toBe(Number.POSITIVE_INFINITY);
  });

  it('a token that was dead from the start: nothing is kept, and nothing measured', async () => {
    const lab = await laboratory();
    lab.revoke(0);
    const kept: Line[] = [];
    await expect(
      watchIn(lab, revokeAfter(lab, 0), { keep: (line) => void kept.push(line) }),
    ).rejects.toMatchObject({ code: 'controls-failed', exitCode: 3 });
    expect(kept).toEqual([]);
  });

  it('a control that does not work from the start', async () => {
    const lab = await laboratory();
    lab.site.revoke(SYNTHETIC_IDENTITY.apiToken, 0);
    await expect(watchIn(lab, revokeAfter(lab, 0))).rejects.toMatchObject({ code: 'controls-failed' });
  });

  it('a control that fails later: then the site is no witness', async () => {
    const lab = await laboratory();
    const { conclusion, measurement } = await watchIn(lab, () => {
      lab.site.revoke(SYNTHETIC_IDENTITY.apiToken, 5 * MINUTE);
      return Promise.resolve(lab.revoke(5 * MINUTE));
    });
    expect(measurement.end?.ending).toBe('control-failed');
    expect(conclusion).toMatchObject({ exitCode: 3, ended: undefined });
  });

  it('throttling in the middle: it is waited out, and the bounds are wider for it', async () => {
    const lab = await laboratory();
    const { conclusion, measurement } = await watchIn(lab, () => {
      const { from } = lab.revoke(10 * MINUTE);
      const on = (): boolean => lab.clock.now() > from + 9 * MINUTE;
      lab.site.inject({ kind: 'throttle', times: 4, retryAfter: '30', when: on });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    const { event, ended } = conclusion;
    const moment = (event?.least ?? 0) + 10 * MINUTE;
    expect(measurement.troubles.map(({ what }) => what)).toContain('throttled');
    expect(ended?.least).toBeLessThanOrEqual(moment);
    expect(ended?.most).toBeGreaterThanOrEqual(moment);
    expect(measurement.end?.ending).toBe('settled');
  });

  it('a network that is lost for a while: no answer is no refusal', async () => {
    const lab = await laboratory();
    const { conclusion, measurement } = await watchIn(lab, () => {
      const { from } = lab.revoke(10 * MINUTE);
      const lost = (): boolean => {
        const since = lab.clock.now() - from;
        return since > 5 * MINUTE && since < 15 * MINUTE;
      };
      lab.site.inject({ kind: 'reset', when: lost });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    const { event, ended, exitCode } = conclusion;
    const moment = (event?.least ?? 0) + 10 * MINUTE;
    expect(measurement.troubles.map(({ what }) => what)).toContain('no-answer');
    expect(ended?.least).toBeLessThan(moment);
    expect(ended?.most).toBeGreaterThan(moment + 4 * MINUTE);
    // Between nine and fifteen minutes: nobody can say whether that is within ten.
    expect(conclusion.verdict).toBe('undecided');
    expect(exitCode).toBe(1);
  });

  it('a server in trouble, a page of an edge, a site that is suspended', async () => {
    const lab = await laboratory();
    const { conclusion } = await watchIn(lab, () => {
      const { from } = lab.revoke(12 * MINUTE);
      const early = (): boolean => lab.clock.now() < from + 6 * MINUTE;
      for (const kind of ['status', 'wrong-type', 'suspended'] as const)
        lab.site.inject({ kind, rate: 0.1, when: early });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    expect(conclusion.flapped).toBe(false);
    expect(conclusion.delay?.least).toBeGreaterThan(11 * MINUTE);
  });

  it('a single odd answer, long before the credential dies', async () => {
    const lab = await laboratory();
    const { conclusion } = await watchIn(lab, () => {
      const { from } = lab.revoke(12 * MINUTE);
      const early = ({ state }: { state: string }): boolean =>
        state === 'account' && lab.clock.now() > from + 3 * MINUTE;
      lab.site.inject({ kind: 'not-json', times: 1, when: early });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    expect(conclusion.flips.map(({ takenBack }) => takenBack).toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(conclusion.flapped).toBe(false);
    expect(conclusion.delay?.least).toBeGreaterThan(11 * MINUTE);
    expect(conclusion.delay?.most).toBeLessThan(13 * MINUTE);
  });

  it('a single odd refusal while the control is refused as well', async () => {
    const lab = await laboratory();
    const { conclusion } = await watchIn(lab, () => {
      const { from } = lab.revoke(12 * MINUTE);
      const then = (): boolean =>
        lab.clock.now() > from + 3 * MINUTE && lab.clock.now() < from + 3 * MINUTE + 5000;
      lab.site.inject({ kind: 'odd', status: 401, when: then });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    expect(conclusion.flapped).toBe(false);
    expect(conclusion.delay?.least).toBeGreaterThan(11 * MINUTE);
  });

  it('a token that had stopped working before the time that was given', async () => {
    const lab = await laboratory();
    const { conclusion } = await watchIn(
      lab,
      () => {
        const { from } = lab.revoke(0);
        return Promise.resolve({
          kind: 'event',
          from: from + 5 * MINUTE,
          to: from + 6 * MINUTE,
          clock: 'own',
        });
      },
      { first: watchLine({ settle: 10 * SECOND }) },
    );
    expect(conclusion).toMatchObject({ exitCode: 3 });
  });
});

describe('the politeness of a watch', { timeout: 60_000 }, () => {
  it('keeps to its budget and lasts until the end, however small the one and far the other', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 600 }),
        fc.integer({ min: 5, max: 240 }),
        fc.nat(1e6),
        async (maxRequests, minutes, seed) => {
          const lab = await laboratory(seeded(seed));
          const now = lab.clock.now();
          const { measurement } = await watchIn(
            lab,
            () => Promise.resolve({ kind: 'event', from: now, to: now, clock: 'own' }),
            { maxRequests, first: watchLine({ giveUpAfter: minutes * MINUTE }) },
          );
          await lab.close();
          open.delete(lab);
          expect(lab.site.requests.length).toBeLessThanOrEqual(maxRequests);
          expect(measurement.end?.ending).toBe('gave-up');
          const times = lab.site.requests.map(({ at }) => at);
          const burst = Math.max(
            ...times.map((at) => times.filter((other) => other >= at && other < at + SECOND).length),
          );
          expect(burst).toBeLessThanOrEqual(10);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('stops at the first sign of a CAPTCHA', async () => {
    const lab = await laboratory();
    const { measurement, conclusion } = await watchIn(lab, () => {
      lab.site.inject({ kind: 'captcha', when: ({ state }) => state === 'dead' });
      return Promise.resolve(lab.revoke(MINUTE));
    });
    expect(measurement.end?.ending).toBe('captcha');
    expect(conclusion.exitCode).toBe(3);
    expect(lab.site.requests.filter(({ state }) => state === 'dead')).toHaveLength(1);
  });

  it('leaves a site alone that asks for a longer pause than it waits', async () => {
    const lab = await laboratory();
    const { measurement, conclusion } = await watchIn(lab, () => {
      lab.site.inject({ kind: 'throttle', retryAfter: '7200' });
      return Promise.resolve(lab.revoke(MINUTE));
    });
    expect(measurement.end?.ending).toBe('sent-away');
    expect(conclusion.exitCode).toBe(3);
  });
});

describe('a machine that does not stand still', () => {
  it('says that it slept, and that the bounds are wider for it', async () => {
    const lab = await laboratory();
    let asleep = false;
    const sleep: typeof lab.clock.sleep = async (ms, signal) => {
      await lab.clock.sleep(ms, signal);
      if (asleep || lab.site.requests.length < 40) return;
      asleep = true;
      await lab.clock.sleep(30 * MINUTE, signal);
    };
    const clock = { ...lab.clock, sleep };
    const { measurement, conclusion } = await watchIn({ ...lab, clock }, revokeAfter(lab, 10 * MINUTE));
    expect(measurement.troubles).toMatchObject([{ what: 'slept' }]);
    const { event, ended } = conclusion;
    const moment = (event?.least ?? 0) + 10 * MINUTE;
    expect(ended?.least).toBeLessThan(moment);
    expect(ended?.most).toBeGreaterThan(moment);
    expect(conclusion.verdict).toBe('undecided');
  });

  it('ends where its clock was set back: times before and after cannot be compared', async () => {
    const lab = await laboratory();
    let back = 0;
    const clock = {
      ...lab.clock,
      now: () => lab.clock.now() - back,
      sleep: async (ms: number, signal: AbortSignal) => {
        await lab.clock.sleep(ms, signal);
        if (lab.site.requests.length > 20) back = 10 * MINUTE;
      },
    };
    const { measurement, conclusion } = await watchIn({ ...lab, clock }, revokeAfter(lab, 10 * MINUTE));
    expect(measurement.end?.ending).toBe('clock-set-back');
    expect(conclusion.exitCode).toBe(3);
  });
});

describe('a watch that was cut off', { timeout: 60_000 }, () => {
  it('goes on from its lines, at any of them, and comes to a bound that holds', async () => {
    const whole = await laboratory(seeded(7));
    const { lines } = await watchIn(whole, revokeAfter(whole, 8 * MINUTE));
    for (const cut of [4, 5, 12, 40, lines.length - 1]) {
      const lab = await laboratory(seeded(7));
      let revoked: EventLine | undefined;
      const stop = new AbortController();
      const kept: Line[] = [];
      await watchIn(lab, () => Promise.resolve((revoked = lab.revoke(8 * MINUTE))), {
        signal: stop.signal,
        keep: (line) => {
          kept.push(line);
          if (kept.length === cut) stop.abort();
        },
      });
      expect(kept.at(-1)?.kind).not.toBe('end');
      await lab.clock.sleep(20 * SECOND, stop.signal);
      const again = await watchIn(lab, () => Promise.resolve((revoked ??= lab.revoke(8 * MINUTE))), {
        lines: kept,
      });
      const { ended } = again.conclusion;
      const moment = (revoked?.from ?? 0) + 8 * MINUTE;
      expect(again.measurement.end?.ending).toBe('settled');
      expect(ended?.least).toBeLessThanOrEqual(moment);
      expect(ended?.most).toBeGreaterThanOrEqual(moment);
      expect(again.measurement.troubles.map(({ what }) => what)).toContain('away');
    }
  });
});
