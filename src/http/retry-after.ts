import { rawHeader, type RawResponse } from '../evidence/raw-response.ts';

const seconds = (value: string): number | undefined =>
  /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : undefined;

const until = (value: string, now: number): number | undefined => {
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
};

/**
 * Returns how long a response asks to wait before the next request, in milliseconds; 0 if it does not ask.
 * `Retry-After` is in seconds or a date. `X-RateLimit-Reset`, which counts only if `X-RateLimit-Remaining` is 0, is in
 * ISO 8601 (https://developer.atlassian.com/cloud/jira/platform/rate-limiting/).
 */
export function requestedPause(wire: RawResponse, now: number): number {
  // The longest of several lines: returning too early would only prolong the wait.
  const retryAfter = [wire.headers['retry-after'] ?? []].flat();
  if (retryAfter.length > 0)
    return Math.max(...retryAfter.map((value) => seconds(value) ?? until(value, now) ?? 0));
  const reset = rawHeader(wire, 'x-ratelimit-reset');
  const spent = rawHeader(wire, 'x-ratelimit-remaining') === '0';
  return spent ? (until(reset ?? '', now) ?? 0) : 0;
}

/** Returns the rate limit that a response names, such as `jira-burst-based`; undefined if it names none. */
export function limitNameOf(wire: RawResponse): string | undefined {
  return rawHeader(wire, 'ratelimit-reason') ?? undefined;
}
