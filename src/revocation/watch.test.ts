import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { clearSecrets } from '../secrets/redaction.ts';
import { openClient } from '../http/client.ts';
import { settingsFor, SHORT_BOUNDS } from '../live/live.fixture.ts';
import { openStandIn } from '../stand-in/stand-in.ts';
import { MINUTE, SECOND, watchLine } from './measurement.fixture.ts';
import type { EventLine, Line } from './measurement.ts';
import type { Interval } from './interval.ts';
import { openLaboratory, seededBy, watchIn, type Laboratory } from './watch.fixture.ts';

/** Another one draws other delays and other jitter. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_126);

afterAll(() => clearSecrets());

const revokeAfter =
  ({ revoke }: Laboratory, ...after: number[]) =>
  (): Promise<EventLine> =>
    Promise.resolve(revoke(...after));

/** Watches a token whose revocation reaches each replica after a time of its own: the bounds that do not hold. */
async function boundsOf(
  delays: readonly number[],
  seed: number,
): Promise<[wrong: string[], context: string]> {
  const lab = openLaboratory(seededBy(seed), { latency: 100 });
  const { conclusion } = await watchIn(lab, revokeAfter(lab, ...delays));
  const { event, began, ended, delay } = conclusion;
  const from = event?.least ?? 0;
  const [earliest, latest] = [from + Math.min(...delays), from + Math.max(...delays)];
  const context = JSON.stringify({ delays, seed, began, ended, from });
  const bounds: Record<string, [Interval | undefined, number]> = {
    began: [began, earliest],
    ended: [ended, latest],
    delay: [delay, latest - from],
  };
  const wrong = Object.entries(bounds).filter(
    ([, [span, moment]]) => !span || span.least > moment || span.most < moment,
  );
  return [wrong.map(([name]) => name), context];
}

describe(`the moment of a revocation, with FUZZ_SEED=${SEED}`, () => {
  it.each([
    ['at once', 0, 'within'],
    ['after a minute and a half', 90 * SECOND, 'within'],
    ['after twenty minutes', 20 * MINUTE, 'over'],
  ])('lies within the reported bounds: %s', async (_, delay, verdict) => {
    const lab = openLaboratory();
    const { conclusion, measurement } = await watchIn(lab, revokeAfter(lab, delay));
    const { event, ended } = conclusion;
    const moment = (event?.least ?? 0) + delay;
    expect(measurement.end?.ending).toBe('settled');
    expect(ended?.least).toBeLessThanOrEqual(moment);
    expect(ended?.most).toBeGreaterThanOrEqual(moment);
    expect((ended?.most ?? 0) - (ended?.least ?? 0)).toBeLessThan(5 * SECOND + delay * 0.04);
    expect(conclusion).toMatchObject({ verdict, flapped: false, together: true, exitCode: 1 });
    // As measured: /myself refuses, the project list answers anonymously.
    expect(conclusion.transitions.map(({ final }) => [final?.treatment, final?.status])).toEqual([
      ['refused', 401],
      ['ignored', 200],
    ]);
    expect(conclusion.silent).toHaveLength(1);
  });

  it('lies within them for any delay and any jitter, and the bounds are tight', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 * MINUTE }), fc.nat(1e6), async (delay, seed) => {
        const lab = openLaboratory(seededBy(seed));
        const { conclusion } = await watchIn(lab, revokeAfter(lab, delay));
        const { event, ended, began } = conclusion;
        const moment = (event?.least ?? 0) + delay;
        for (const { moment: interval } of conclusion.transitions) {
          expect(interval?.least).toBeLessThanOrEqual(moment);
          expect(interval?.most).toBeGreaterThanOrEqual(moment);
        }
        expect(began?.least).toBeLessThanOrEqual(moment);
        expect(began?.most).toBeGreaterThanOrEqual(moment);
        expect((ended?.most ?? 0) - (ended?.least ?? 0)).toBeLessThan(5 * SECOND + delay * 0.04);
      }),
      { seed: SEED, numRuns: 3 },
    );
  });

  it.each([
    ['a hundred milliseconds apart', [101, 0]],
    ['in the same pause', [1700, 0]],
    ['between two requests of a round', [41_247, 44_144]],
    ['minutes apart', [0, 2 * MINUTE]],
  ])('lies within them if replicas learn of it at different times: %s', async (_, delays) => {
    for (const seed of [1, 5139]) {
      const [wrong, context] = await boundsOf(delays, seed);
      expect(wrong, context).toEqual([]);
    }
  });

  it('lies within them for any two replicas and any jitter', async () => {
    const delay = fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 10 * MINUTE }));
    const replicas = fc.array(delay, { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(replicas, fc.nat(1e6), async (delays, seed) => {
        const [wrong, context] = await boundsOf(delays, seed);
        expect(wrong, context).toEqual([]);
      }),
      { seed: SEED, numRuns: 5 },
    );
  });

  it('is by the clock of the site for a token that expires, even if that clock is wrong', async () => {
    const ahead = 90 * SECOND;
    const base = openLaboratory();
    const lab = openLaboratory(seededBy(1), { now: () => base.clock.now() + ahead });
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
    // No requests are sent before that moment.
    expect(lab.site.requests.length).toBeLessThan(60);
  });

  it('is measured for an Admin API key as well, with exit code 0 if all is as documented', async () => {
    const lab = openLaboratory();
    const first = watchLine({
      subject: 'admin-key',
      operations: ['GET https://api.atlassian.com/admin/v1/orgs'],
    });
    const { conclusion } = await watchIn(lab, revokeAfter(lab, 4 * MINUTE), { first });
    expect(conclusion).toMatchObject({ verdict: 'within', silent: [], together: undefined, exitCode: 0 });
  });

  it('gives exit code 0 for a site with the wanted behaviour', async () => {
    const lab = openLaboratory(seededBy(1), { behaviour: 'wanted' });
    const { conclusion } = await watchIn(lab, revokeAfter(lab, MINUTE));
    expect(conclusion).toMatchObject({ verdict: 'within', silent: [], together: true, exitCode: 0 });
  });
});

describe('what is not a revocation', () => {
  it('a token that is never revoked: the watch gives up, with a lower bound of the delay', async () => {
    const lab = openLaboratory();
    const now = lab.clock.now();
    const { conclusion, measurement } = await watchIn(
      lab,
      () => Promise.resolve({ kind: 'event', from: now, to: now, clock: 'own' }),
      { first: watchLine({ giveUpAfter: 11 * MINUTE }) },
    );
    expect(measurement.end?.ending).toBe('gave-up');
    expect(conclusion).toMatchObject({ exitCode: 3, ended: undefined, silent: [] });
    expect(conclusion.delay?.least).toBeGreaterThan(10 * MINUTE);
    expect((measurement.end?.at ?? 0) - now).toBeGreaterThanOrEqual(11 * MINUTE);
    expect((measurement.end?.at ?? 0) - now).toBeLessThan(12 * MINUTE);
    expect(conclusion.delay?.most).toBe(Number.POSITIVE_INFINITY);
  });

  it('a token that was dead from the start: nothing is stored or measured', async () => {
    const lab = openLaboratory();
    lab.revoke(0);
    const kept: Line[] = [];
    await expect(
      watchIn(lab, revokeAfter(lab, 0), { record: (line) => void kept.push(line) }),
    ).rejects.toMatchObject({ code: 'controls-failed', exitCode: 3 });
    expect(kept).toEqual([]);
  });

  it('a control that does not work from the start', async () => {
    const lab = openLaboratory();
    lab.site.revoke(SYNTHETIC_IDENTITY.apiToken, 0);
    await expect(watchIn(lab, revokeAfter(lab, 0))).rejects.toMatchObject({ code: 'controls-failed' });
  });

  it('a control that fails later: then nothing can be concluded', async () => {
    const lab = openLaboratory();
    const { conclusion, measurement } = await watchIn(lab, () => {
      lab.site.revoke(SYNTHETIC_IDENTITY.apiToken, 5 * MINUTE);
      return Promise.resolve(lab.revoke(5 * MINUTE));
    });
    expect(measurement.end?.ending).toBe('control-failed');
    expect(conclusion).toMatchObject({ exitCode: 3, ended: undefined });
  });

  it('throttling during the watch: it waits, and the bounds are wider', async () => {
    const lab = openLaboratory();
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

  it('a network outage: no answer is not a refusal', async () => {
    const lab = openLaboratory();
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
    // Between nine and fifteen minutes: it is undecided whether that is within ten.
    expect(conclusion.verdict).toBe('undecided');
    expect(exitCode).toBe(1);
  });

  it('a server error, an edge page, a suspended site', async () => {
    const lab = openLaboratory();
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
    const lab = openLaboratory();
    const { conclusion } = await watchIn(lab, () => {
      const { from } = lab.revoke(12 * MINUTE);
      const early = ({ state }: { state: string }): boolean =>
        state === 'account' && lab.clock.now() > from + 3 * MINUTE;
      lab.site.inject({ kind: 'not-json', times: 1, when: early });
      return Promise.resolve({ kind: 'event', from, to: from, clock: 'own' });
    });
    expect(conclusion.transitions.map(({ reversals }) => reversals).toSorted((a, b) => a - b)).toEqual([
      0, 1,
    ]);
    expect(conclusion.flapped).toBe(false);
    expect(conclusion.delay?.least).toBeGreaterThan(11 * MINUTE);
    expect(conclusion.delay?.most).toBeLessThan(13 * MINUTE);
  });

  it('a single odd refusal while the control is refused as well', async () => {
    const lab = openLaboratory();
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

  it('two odd refusals in a row: a death needs at least three rounds, however short the time to settle', async () => {
    const lab = openLaboratory();
    const { conclusion, measurement } = await watchIn(
      lab,
      () => {
        const event = lab.revoke(2 * MINUTE);
        const odd = ({ path }: { path: string }): boolean =>
          path.endsWith('/search') && lab.clock.now() > event.from + MINUTE;
        lab.site.inject({ kind: 'odd', status: 401, times: 2, when: odd });
        return Promise.resolve(event);
      },
      { first: watchLine({ operations: ['GET /rest/api/3/project/search'], settle: 0 }) },
    );
    expect(measurement.end?.ending).toBe('settled');
    expect(conclusion.transitions.map(({ reversals }) => reversals)).toEqual([2]);
    expect(conclusion.delay?.least).toBeGreaterThan(110 * SECOND);
  });

  it('one operation that is refused while the other still works', async () => {
    const lab = openLaboratory();
    const { conclusion, measurement } = await watchIn(
      lab,
      () => {
        const { from, ...event } = lab.revoke(60 * MINUTE);
        const odd = ({ path }: { path: string }): boolean =>
          path.endsWith('/search') && lab.clock.now() > from + MINUTE;
        lab.site.inject({ kind: 'odd', status: 401, when: odd });
        return Promise.resolve({ ...event, from });
      },
      { first: watchLine({ settle: 10 * SECOND, giveUpAfter: 3 * MINUTE }) },
    );
    expect(measurement.end?.ending).toBe('gave-up');
    expect(conclusion).toMatchObject({ ended: undefined, exitCode: 3 });
    expect(conclusion.transitions.map(({ moment }) => moment === undefined)).toEqual([true, false]);
  });

  it('a token that stopped working before the given time', async () => {
    const lab = openLaboratory();
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

describe(`the politeness of a watch, with FUZZ_SEED=${SEED}`, () => {
  it('stays within its budget and lasts until the end, however small and far they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 60, max: 200 }),
        fc.integer({ min: 5, max: 240 }),
        fc.nat(1e6),
        async (maxRequests, minutes, seed) => {
          const lab = openLaboratory(seededBy(seed));
          const now = lab.clock.now();
          const { measurement } = await watchIn(
            lab,
            () => Promise.resolve({ kind: 'event', from: now, to: now, clock: 'own' }),
            { maxRequests, first: watchLine({ giveUpAfter: minutes * MINUTE }) },
          );
          expect(lab.site.requests.length).toBeLessThanOrEqual(maxRequests);
          expect(measurement.end?.ending).toBe('gave-up');
          const times = lab.site.requests.map(({ at }) => at);
          const burst = Math.max(
            ...times.map((at) => times.filter((other) => other >= at && other < at + SECOND).length),
          );
          expect(burst).toBeLessThanOrEqual(10);
        },
      ),
      { seed: SEED, numRuns: 2 },
    );
  });

  it('stops at the first sign of a CAPTCHA', async () => {
    const lab = openLaboratory();
    const { measurement, conclusion } = await watchIn(lab, () => {
      lab.site.inject({ kind: 'captcha', when: ({ state }) => state === 'dead' });
      return Promise.resolve(lab.revoke(MINUTE));
    });
    expect(measurement.end?.ending).toBe('captcha');
    expect(conclusion.exitCode).toBe(3);
    expect(lab.site.requests.filter(({ state }) => state === 'dead')).toHaveLength(1);
  });

  it('ends if the site asks for too long a pause', async () => {
    const lab = openLaboratory();
    const { measurement, conclusion } = await watchIn(lab, () => {
      lab.site.inject({ kind: 'throttle', retryAfter: '7200' });
      return Promise.resolve(lab.revoke(MINUTE));
    });
    expect(measurement.end?.ending).toBe('sent-away');
    expect(conclusion.exitCode).toBe(3);
  });

  it('waits for pauses of minutes, however many, and retries no request', async () => {
    const lab = openLaboratory();
    const attempts: number[] = [];
    const event = (): Promise<EventLine> => {
      lab.site.inject({ kind: 'throttle', times: 3, retryAfter: '300' });
      return revokeAfter(lab, MINUTE)();
    };
    const { measurement } = await watchIn(lab, event, {
      open: (origins, limiter, ...rest) => {
        attempts.push(limiter.politeness.maxAttempts);
        return lab.site.open(origins, limiter, ...rest);
      },
    });
    expect(measurement.end?.ending).toBe('settled');
    expect(attempts).toEqual([1]);
  });
});

describe('a machine that sleeps or sets its clock', () => {
  it('records that it slept, and the bounds are wider', async () => {
    const lab = openLaboratory();
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

  it('ends the watch if its clock was set back: times before and after cannot be compared', async () => {
    const lab = openLaboratory();
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

describe('over a network', () => {
  it('a watch has the same result', async () => {
    const lab = openLaboratory();
    const site = await openStandIn({ now: lab.clock.now, random: lab.clock.random });
    try {
      const { conclusion, measurement } = await watchIn(
        { ...lab, settings: settingsFor(site.origin) },
        () => {
          site.revoke(SYNTHETIC_IDENTITY.watchedToken, 10 * SECOND);
          return Promise.resolve({ kind: 'event', from: lab.clock.now(), to: lab.clock.now(), clock: 'own' });
        },
        { open: openClient, bounds: SHORT_BOUNDS, first: watchLine({ settle: 10 * SECOND }) },
      );
      expect(measurement.end?.ending).toBe('settled');
      expect(conclusion.requests).toBe(site.requests.length);
      expect(conclusion.ended?.least).toBeLessThanOrEqual((conclusion.event?.least ?? 0) + 10 * SECOND);
      expect(conclusion.ended?.most).toBeGreaterThanOrEqual((conclusion.event?.most ?? 0) + 10 * SECOND);
      expect(conclusion.transitions.map(({ final }) => final?.treatment)).toEqual(['refused', 'ignored']);
    } finally {
      await site.close();
    }
  });
});

describe('an interrupted watch', () => {
  // Before the event, right after it, and in the middle of a round that says that it is dead.
  it.each([4, 5, 12, 40])('resumes from its lines, after %d of them, with correct bounds', async (cut) => {
    const lab = openLaboratory(seededBy(7));
    let revoked: EventLine | undefined;
    const event = (): Promise<EventLine> => Promise.resolve((revoked ??= lab.revoke(30 * SECOND)));
    const stop = new AbortController();
    const kept: Line[] = [];
    await watchIn(lab, event, {
      signal: stop.signal,
      record: (line) => {
        kept.push(line);
        if (kept.length === cut) stop.abort();
      },
    });
    expect(kept.at(-1)?.kind).not.toBe('end');
    const [last, from] = [kept.findLast((line) => line.kind === 'probe')?.got, lab.clock.now()];
    await lab.clock.sleep(20 * SECOND, stop.signal);
    const { conclusion, measurement, lines } = await watchIn(lab, event, { lines: kept });
    const { ended } = conclusion;
    const moment = (revoked?.from ?? 0) + 30 * SECOND;
    expect(measurement.end?.ending).toBe('settled');
    expect(ended?.least).toBeLessThanOrEqual(moment);
    expect(ended?.most).toBeGreaterThanOrEqual(moment);
    // The interruption is recorded, and nothing is stored twice.
    expect(lines[0]).toMatchObject({ kind: 'trouble', what: 'away', from: last });
    expect(measurement.troubles[0]?.to).toBeGreaterThanOrEqual(from + 20 * SECOND);
    expect(lines.filter(({ kind }) => kind === 'watch' || (kind === 'event' && cut > 4))).toEqual([]);
    // Rounds are numbered on.
    const rounds = lines.flatMap((line) => (line.kind === 'probe' ? [line.round] : []));
    const before = kept.flatMap((line) => (line.kind === 'probe' ? [line.round] : []));
    expect(Math.min(...rounds)).toBe(Math.max(...before) + 1);
  });

  it('records nothing more if the user interrupts instead of giving the event', async () => {
    const lab = openLaboratory();
    const { measurement, lines } = await watchIn(lab, () => Promise.resolve(undefined));
    expect(lines.map(({ kind }) => kind)).toEqual(['watch', 'probe', 'probe', 'probe']);
    expect([measurement.event, measurement.end]).toEqual([undefined, undefined]);
    expect(lab.site.requests).toHaveLength(3);
  });
});
