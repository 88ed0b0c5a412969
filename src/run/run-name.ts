// The name of a live run in `reports/` contains its time, so that runs can be sorted by name.

/** Suffix of the name of a run that asked only a part. The name of a site cannot contain a dot. */
export const PARTIAL = '.only';

/** The parts of the name of a live run. */
export interface LiveRunName {
  /** Numbers by which runs are sorted: the time, then the number among the runs of that second. */
  readonly order: readonly number[];
  /** The name of the site, if there are several. */
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

/** Returns the time in the name of a live run, in milliseconds since 1970; undefined for any other name. */
export function startOf(name: string): number | undefined {
  const [year = 0, month = 1, day, time = 0] = parseRunName(name)?.order ?? [];
  if (day === undefined) return undefined;
  return Date.UTC(year, month - 1, day, Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100);
}
