import type { CauseId } from './causes.ts';
import { conclude, type Conclusion } from './conclude.ts';
import type { Measurement } from './measurement.ts';
import type { Interval } from './interval.ts';
import type { SubjectId } from './subjects.ts';

/** A measurement with what it comes to. */
export interface Concluded {
  readonly measurement: Measurement;
  readonly conclusion: Conclusion;
}

/** Measurements of one kind of credential and one cause, and how their delays are spread. Milliseconds. */
export interface Distribution {
  readonly subject: SubjectId;
  readonly cause: CauseId;
  /** Those that bound the delay, the shortest first. */
  readonly delays: readonly Interval[];
  readonly median: Interval;
  /** The middle half: from the lower quartile to the upper one. */
  readonly lower: Interval;
  readonly upper: Interval;
  readonly worst: Interval;
  readonly sites: number;
  /** The days of the first and of the last, `YYYY-MM-DD`. */
  readonly dates: { readonly from: string; readonly to: string };
}

/** A measurement counts where it bounds the delay, from above or only from below; not where the time given cannot be true. */
export function counts({ measurement: { end }, conclusion: { delay, verdict } }: Concluded): boolean {
  return (
    delay !== undefined && verdict !== 'before' && (end?.ending === 'settled' || end?.ending === 'gave-up')
  );
}

/** The quantile of each end of the bounds by itself: the true one lies between. */
function quantile(delays: readonly Interval[], share: number): Interval {
  const at = (values: readonly number[]): number => {
    const sorted = values.toSorted((a, b) => a - b);
    const place = (sorted.length - 1) * share;
    const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    // Between a bound and none there is none.
    return high === low ? low : low + (high - low) * (place - Math.floor(place));
  };
  return { least: at(delays.map(({ least }) => least)), most: at(delays.map(({ most }) => most)) };
}

/** The day of a time. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function distributionOf(group: readonly [Concluded, ...Concluded[]]): Distribution {
  const { subject, cause } = group[0].measurement.watch;
  const delays = group
    .flatMap(({ conclusion: { delay } }) => delay ?? [])
    .toSorted((a, b) => a.least - b.least || a.most - b.most);
  const days = group.map(({ measurement: { watch } }) => dayOf(watch.at)).toSorted();
  return {
    subject,
    cause,
    delays,
    median: quantile(delays, 0.5),
    lower: quantile(delays, 0.25),
    upper: quantile(delays, 0.75),
    worst: quantile(delays, 1),
    sites: new Set(group.map(({ measurement: { watch } }) => watch.site)).size,
    dates: { from: days[0] ?? '', to: days.at(-1) ?? '' },
  };
}

/** Measurements with what they come to. */
export function concluded(measurements: readonly Measurement[]): Concluded[] {
  return measurements.map((measurement) => ({ measurement, conclusion: conclude(measurement) }));
}

/** Whether a measurement is of the stand-in, which is not Jira. */
export function isOfStandIn({ probes }: Measurement): boolean {
  return probes.some(({ standIn }) => standIn);
}

/** The distributions of all measurements that count, one for each kind and cause. What the stand-in said is no part of any. */
export function distributions(all: readonly Concluded[]): Distribution[] {
  const groups = Map.groupBy(
    all.filter((one) => counts(one) && !isOfStandIn(one.measurement)),
    ({ measurement: { watch } }) => `${watch.subject} ${watch.cause}`,
  );
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [distributionOf([first, ...rest])] : [],
  );
}
