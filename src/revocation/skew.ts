import type { ProbeLine } from './measurement.ts';
import { narrowed, type Interval } from './interval.ts';

/** A `Date` header is truncated to the second. */
const SECOND = 1000;

/**
 * Returns how far the site's clock is ahead of this machine's, or undefined if no answer had a date. Each answer was created
 * between sending its request and receiving it, and its date is exact to a second; together they give a narrow interval.
 */
export function skewOf(probes: readonly ProbeLine[]): Interval | undefined {
  let skew: Interval | undefined;
  for (const { date, sent, got } of probes) {
    if (date === undefined) continue;
    const bounds = { least: date - got, most: date + SECOND - sent };
    skew = skew ? narrowed(skew, bounds) : bounds;
  }
  return skew;
}
