import type { Entry } from './entry.ts';

const DAY = 86_400_000;

/** How the runs of a site went. */
export interface Nights {
  readonly site: string;
  /** The oldest first. */
  readonly entries: readonly Entry[];
  readonly counts: Readonly<Record<Entry['outcome'], number>>;
  /** The runs that asked everything; the others say nothing about the site as a whole. */
  readonly whole: readonly Entry[];
  /** The newest whole run that came to a conclusion. */
  readonly lastConcluded: Entry | undefined;
  /** How many of the newest whole runs in a row came to none. */
  readonly inconclusiveStreak: number;
}

const concludes = ({ outcome }: Entry): boolean => outcome === 'kept' || outcome === 'changed';

/** The runs of each site of a history, in the order in which the sites first came. */
export function nightsOf(entries: readonly Entry[]): Nights[] {
  const bySite = Map.groupBy(entries, ({ site }) => site);
  return [...bySite].map(([site, own]) => {
    const whole = own.filter(({ only }) => only === undefined);
    const lastConcluded = whole.findLast(concludes);
    const number = (outcome: Entry['outcome']): number => own.filter((one) => one.outcome === outcome).length;
    return {
      site,
      entries: own,
      counts: {
        kept: number('kept'),
        changed: number('changed'),
        misconfigured: number('misconfigured'),
        inconclusive: number('inconclusive'),
      },
      whole,
      lastConcluded,
      inconclusiveStreak: whole.length - 1 - whole.findLastIndex(concludes),
    };
  });
}

/** Whole days from a date to a time; undefined where the date says less than its day. */
export function daysSince(date: string, now: number): number | undefined {
  const then = Date.parse(date);
  return Number.isNaN(then) ? undefined : Math.floor((now - then) / DAY);
}
