import { dayOf } from '../day-of.ts';
import type { CauseId } from './causes.ts';
import { conclude, type Conclusion } from './conclude.ts';
import type { Measurement } from './measurement.ts';
import type { Interval } from './interval.ts';
import type { SubjectId } from './subjects.ts';

/** A measurement with its conclusion. */
export interface Concluded {
  readonly measurement: Measurement;
  readonly conclusion: Conclusion;
}

/** The distribution of the delays for one kind of credential and one cause, in milliseconds. */
export interface Distribution {
  readonly subject: SubjectId;
  readonly cause: CauseId;
  /** The measured delays, the shortest first. */
  readonly delays: readonly Interval[];
  readonly median: Interval;
  /** The middle half: from the lower quartile to the upper one. */
  readonly lower: Interval;
  readonly upper: Interval;
  readonly worst: Interval;
  readonly sites: number;
  /** The days of the first and the last measurement, `YYYY-MM-DD`. */
  readonly dates: { readonly from: string; readonly to: string };
}

/** Whether a measurement counts: it bounds the delay at least from below, and the given time of the event can be true. */
export function isCounted({ measurement: { end }, conclusion: { delay, verdict } }: Concluded): boolean {
  return (
    delay !== undefined && verdict !== 'before' && (end?.ending === 'settled' || end?.ending === 'gave-up')
  );
}

/** Returns the quantile of the lower and of the upper bounds separately: the true quantile lies between them. */
function quantile(delays: readonly Interval[], share: number): Interval {
  const at = (values: readonly number[]): number => {
    const sorted = values.toSorted((a, b) => a - b);
    const position = (sorted.length - 1) * share;
    const [low = 0, high = 0] = [sorted[Math.floor(position)], sorted[Math.ceil(position)]];
    // Avoids `Infinity - Infinity`; between a finite and an infinite bound the result is infinite.
    return high === low ? low : low + (high - low) * (position - Math.floor(position));
  };
  return { least: at(delays.map(({ least }) => least)), most: at(delays.map(({ most }) => most)) };
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

/** Concludes measurements. */
export function concluded(measurements: readonly Measurement[]): Concluded[] {
  return measurements.map((measurement) => ({ measurement, conclusion: conclude(measurement) }));
}

/** Whether a measurement was made at the stand-in, which is not Jira. */
export function isOfStandIn({ probes }: Measurement): boolean {
  return probes.some(({ standIn }) => standIn);
}

/** Returns the distributions of all measurements that count, one per kind and cause. Measurements of the stand-in are excluded. */
export function distributions(all: readonly Concluded[]): Distribution[] {
  const groups = Map.groupBy(
    all.filter((entry) => isCounted(entry) && !isOfStandIn(entry.measurement)),
    ({ measurement: { watch } }) => `${watch.subject} ${watch.cause}`,
  );
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first ? [distributionOf([first, ...rest])] : [],
  );
}
