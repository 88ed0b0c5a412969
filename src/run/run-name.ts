// Names of runs in `reports/`: those of a live run are its time, so that they can be sorted.

/** The end of the name of a run that asked only a part. No name of a site has a dot. */
export const PARTIAL = '.only';

/** What the name of a live run says. */
export interface LiveRunName {
  /** Numbers by which runs are sorted: the time, then the number among the runs of that second. */
  readonly order: readonly number[];
  /** Of several sites, the name of this one. */
  readonly site: string | undefined;
  readonly isPartial: boolean;
}

const LIVE_NAME = /^live-(\d{4})-(\d{2})-(\d{2})-(\d{6})(?:-(\d{1,4}))?(?:-([a-z0-9][a-z0-9-]*))?(\.only)?$/;

/** Parses the name of a live run; returns undefined for any other name. */
export function parseRunName(name: string): LiveRunName | undefined {
  const found = LIVE_NAME.exec(name);
  if (!found) return undefined;
  const [, year, month, day, time, number = '1', site, partial] = found;
  return {
    order: [year, month, day, time, number].map(Number),
    site,
    isPartial: partial !== undefined,
  };
}

/** Compares two live runs by age, the oldest first. */
export function byAge(a: LiveRunName, b: LiveRunName): number {
  const at = a.order.findIndex((value, i) => value !== b.order[i]);
  return at < 0 ? 0 : (a.order[at] ?? 0) - (b.order[at] ?? 0);
}
