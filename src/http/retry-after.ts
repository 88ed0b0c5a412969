import { rawHeader, type RawResponse } from '../evidence/raw-response.ts';

const seconds = (value: string): number | undefined =>
  /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : undefined;

const until = (value: string, now: number): number | undefined => {
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
};

/**
 * How long a response asks to wait before the next request, in milliseconds; 0 where it asks for nothing.
 * `Retry-After` comes in seconds or as a date; `X-RateLimit-Reset`, which counts once nothing remains, as
 * ISO 8601 (https://developer.atlassian.com/cloud/jira/platform/rate-limiting/).
 */
export function requestedPause(wire: RawResponse, now: number): number {
  // Of several lines, the longest: whoever comes back too early waits longer.
  const retryAfter = [wire.headers['retry-after'] ?? []].flat();
  if (retryAfter.length > 0)
    return Math.max(...retryAfter.map((one) => seconds(one) ?? until(one, now) ?? 0));
  const reset = rawHeader(wire, 'x-ratelimit-reset');
  const spent = rawHeader(wire, 'x-ratelimit-remaining') === '0';
  return spent ? (until(reset ?? '', now) ?? 0) : 0;
}

/** The limit that a site names as the reason of a pause, such as `jira-burst-based`; undefined where it names none. */
export function limitNameOf(wire: RawResponse): string | undefined {
  return rawHeader(wire, 'ratelimit-reason') ?? undefined;
}
