import type { Entry } from './entry.ts';

const DAY = 86_400_000;

/** The outcomes of the runs of a site. */
export interface Nights {
  readonly site: string;
  /** Whether the stand-in answered: it is counted separately, because it says nothing about Jira. */
  readonly isStandIn: boolean;
  /** All runs, oldest first. */
  readonly entries: readonly Entry[];
  readonly counts: Readonly<Record<Entry['outcome'], number>>;
  /** The runs that asked everything; the others say nothing about the site as a whole. */
  readonly whole: readonly Entry[];
  /** The newest conclusive whole run. */
  readonly lastConcluded: Entry | undefined;
  /** The newest conclusive whole night. */
  readonly lastConcludedNight: Entry | undefined;
  /** The inconclusive whole nights since the newest conclusive one. A check by hand does not end them: the nights still fail. */
  readonly inconclusiveNights: readonly Entry[];
}

const isConcluded = ({ outcome }: Entry): boolean => outcome === 'kept' || outcome === 'changed';

/** Whether a run was made by `nightly`. */
export function isNight({ by }: Entry): boolean {
  return by === undefined;
}

/** A run that could not start does not know its origin: it counts as that of the run before it. */
const isWithoutAnswers = ({ origin, answers, outcome }: Entry): boolean =>
  origin === 'recorded' &&
  ['misconfigured', 'inconclusive'].includes(outcome) &&
  Object.keys(answers).length === 0;

/** Returns the runs of a site as those of Jira and those of the stand-in, without empty groups. */
function byOrigin(runs: readonly Entry[]): (readonly [isStandIn: boolean, entries: Entry[]])[] {
  let isStandIn = runs.find((run) => !isWithoutAnswers(run))?.origin === 'stand-in';
  const groups = Map.groupBy(runs, (run) => {
    if (!isWithoutAnswers(run)) isStandIn = run.origin === 'stand-in';
    return isStandIn;
  });
  return [...groups];
}

/** Groups the runs of a history by site, in the order in which the sites first occur. */
export function nightsOf(entries: readonly Entry[]): Nights[] {
  const bySite = Map.groupBy(entries, ({ site }) => site);
  return [...bySite].flatMap(([site, runs]) =>
    byOrigin(runs).map(([isStandIn, own]) => nightsOfSite(site, isStandIn, own)),
  );
}

/** Returns the runs of the same site and origin as a run in the history; undefined if it is not there. */
export function nightsWith(
  { name, site }: Pick<Entry, 'name' | 'site'>,
  entries: readonly Entry[],
): Nights | undefined {
  const own = entries.filter((entry) => entry.site === site);
  return nightsOf(own).find((nights) => nights.entries.some((entry) => entry.name === name));
}

function nightsOfSite(site: string, isStandIn: boolean, entries: readonly Entry[]): Nights {
  const whole = entries.filter(({ only }) => only === undefined);
  const nights = whole.filter(isNight);
  const count = (outcome: Entry['outcome']): number =>
    entries.filter((run) => run.outcome === outcome).length;
  return {
    site,
    isStandIn,
    entries,
    counts: {
      kept: count('kept'),
      changed: count('changed'),
      misconfigured: count('misconfigured'),
      inconclusive: count('inconclusive'),
    },
    whole,
    lastConcluded: whole.findLast(isConcluded),
    lastConcludedNight: nights.findLast(isConcluded),
    inconclusiveNights: nights.slice(nights.findLastIndex(isConcluded) + 1),
  };
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
