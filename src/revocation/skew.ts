import type { ProbeLine } from './measurement.ts';
import { narrowed, type Interval } from './interval.ts';

/** A `Date` header is cut to the second. */
const SECOND = 1000;

/**
 * By how much the site's clock is ahead of this machine's, or undefined where no answer gave a date. Each answer was made
 * between its request and its arrival, and its date holds for a second: together they leave a narrow span.
 */
export function skewOf(probes: readonly ProbeLine[]): Interval | undefined {
  let skew: Interval | undefined;
  for (const { date, sent, got } of probes) {
    if (date === undefined) continue;
    const one = { least: date - got, most: date + SECOND - sent };
    skew = skew ? narrowed(skew, one) : one;
  }
  return skew;
}
