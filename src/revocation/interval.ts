/** Some moment, or some length of time, of which only bounds are known. Milliseconds; the upper one may be infinite. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** What lies between two uncertain moments; never less than nothing. */
export function between(from: Interval, to: Interval): Interval {
  return { least: Math.max(0, to.least - from.most), most: Math.max(0, to.most - from.least) };
}

/** Whether two spans have a moment in common. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.least <= b.most && b.least <= a.most;
}

/** What is common to two spans, or the second where nothing is. */
export function narrowed(a: Interval, b: Interval): Interval {
  return overlap(a, b) ? { least: Math.max(a.least, b.least), most: Math.min(a.most, b.most) } : b;
}
