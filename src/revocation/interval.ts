/** Bounds of a moment or of a duration, in milliseconds. The upper bound may be infinite. */
export interface Interval {
  readonly least: number;
  readonly most: number;
}

/** Returns the bounds of the time between two moments; never negative. */
export function between(from: Interval, to: Interval): Interval {
  return { least: Math.max(0, to.least - from.most), most: Math.max(0, to.most - from.least) };
}

/** Whether two intervals overlap. */
export function overlap(a: Interval, b: Interval): boolean {
  return a.least <= b.most && b.least <= a.most;
}

/** Returns the intersection of two intervals, or the second if they do not overlap. */
export function narrowed(a: Interval, b: Interval): Interval {
  return overlap(a, b) ? { least: Math.max(a.least, b.least), most: Math.min(a.most, b.most) } : b;
}
