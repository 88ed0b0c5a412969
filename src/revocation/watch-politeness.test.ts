import { afterAll, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import type { RateLimiter } from '../http/rate-limiter.ts';
import { MINUTE, SECOND } from './measurement.fixture.ts';
import { openLaboratory, watchIn } from './watch.fixture.ts';

afterAll(() => clearSecrets());

it('asks each request once, as often as it is allowed to, and has no end of its own', async () => {
  const lab = openLaboratory();
  let limiter: RateLimiter | undefined;
  await watchIn(lab, () => Promise.resolve(lab.revoke(0)), {
    maxRequests: 400,
    open: (origins, given, ...rest) => {
      limiter = given;
      return lab.site.open(origins, given, ...rest);
    },
  });
  expect(limiter?.politeness).toMatchObject({
    // The next round is the next attempt.
    maxAttempts: 1,
    maxRequests: 400,
    maxTime: Number.POSITIVE_INFINITY,
  });
});

it.each([
  ['once', 1, 600],
  ['many times', 20, 60],
])('waits while the site asks for up to ten minutes, %s', async (_, times, seconds) => {
  const lab = openLaboratory();
  const { measurement } = await watchIn(lab, () => {
    lab.site.inject({ kind: 'throttle', times, retryAfter: `${seconds}` });
    return Promise.resolve(lab.revoke(0));
  });
  expect(measurement.end?.ending).toBe('settled');
  const pause = Math.max(
    ...measurement.probes.map(({ sent }, i) => sent - (measurement.probes[i - 1]?.got ?? sent)),
  );
  expect(pause).toBeGreaterThanOrEqual(seconds * SECOND);
});

it('is sent away where the site asks for more', async () => {
  const lab = openLaboratory();
  const { measurement } = await watchIn(lab, () => {
    lab.site.inject({ kind: 'throttle', times: 1, retryAfter: `${(10 * MINUTE) / SECOND + 1}` });
    return Promise.resolve(lab.revoke(0));
  });
  expect(measurement.end?.ending).toBe('sent-away');
});
