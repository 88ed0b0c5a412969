import type { Entry } from './entry.ts';

const DAY = 86_400_000;

/** The outcomes of the runs of a site. */
export interface Nights {
  readonly site: string;
  /** Oldest first. */
  readonly entries: readonly Entry[];
  readonly counts: Readonly<Record<Entry['outcome'], number>>;
  /** The runs that asked everything; the others say nothing about the site as a whole. */
  readonly whole: readonly Entry[];
  /** The newest conclusive whole run. */
  readonly lastConcluded: Entry | undefined;
  /** Number of inconclusive whole runs since the newest conclusive one. */
  readonly inconclusiveStreak: number;
}

const concludes = ({ outcome }: Entry): boolean => outcome === 'kept' || outcome === 'changed';

/** Groups the runs of a history by site, in the order in which the sites first occur. */
export function nightsOf(entries: readonly Entry[]): Nights[] {
  const bySite = Map.groupBy(entries, ({ site }) => site);
  return [...bySite].map(([site, runs]) => {
    const whole = runs.filter(({ only }) => only === undefined);
    const lastConcluded = whole.findLast(concludes);
    const count = (outcome: Entry['outcome']): number => runs.filter((run) => run.outcome === outcome).length;
    return {
      site,
      entries: runs,
      counts: {
        kept: count('kept'),
        changed: count('changed'),
        misconfigured: count('misconfigured'),
        inconclusive: count('inconclusive'),
      },
      whole,
      lastConcluded,
      inconclusiveStreak: whole.length - 1 - whole.findLastIndex(concludes),
    };
  });
}

/**
 * Returns the whole days from a date to a time; undefined if the date cannot be parsed.
 *
 * @param now milliseconds since 1970
 */
export function daysSince(date: string, now: number): number | undefined {
  const then = Date.parse(date);
  return Number.isNaN(then) ? undefined : Math.floor((now - then) / DAY);
}
