import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkSiteName } from '../config/sites.ts';
import { Fault } from '../fault.ts';
import { hasRecordings } from '../evidence/recordings.ts';
import { hint } from './hint.ts';
import { isRunName, REPORTS } from '../run/snapshot.ts';

/** Returns the numbers in the name of a run: those of its time, and its number among the runs of that second. */
function numbersOf(name: string, ending: string): number[] {
  const own = name.slice(0, name.length - ending.length);
  return (own.match(/\d+/g) ?? []).map(Number);
}

/** Compares number by number; if one list starts with the other, the shorter is the earlier. */
function compareNumbers(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((number, i) => number !== b[i]);
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? -1);
}

/**
 * Returns the newest live run in `reports/`. The names of runs are their times.
 *
 * @param site the site of the run, if there are several
 * @throws Fault `unknown-recordings` if there is no run, `usage` if the name of the site is invalid
 */
export function newestRun(site?: string): string {
  if (site !== undefined) checkSiteName(site);
  const ending = site === undefined ? '' : `-${site}`;
  const isOfSite = (name: string): boolean =>
    name.endsWith(ending) && /^live-[\d-]*\d$/.test(name.slice(0, name.length - ending.length));
  const runs = existsSync(REPORTS)
    ? readdirSync(REPORTS).filter(
        (name) => isOfSite(name) && isRunName(name) && hasRecordings('exchanges', join(REPORTS, name)),
      )
    : [];
  const newest = runs.toSorted((a, b) => compareNumbers(numbersOf(a, ending), numbersOf(b, ending))).at(-1);
  if (newest !== undefined) return newest;
  throw new Fault(
    'unknown-recordings',
    `There is no live run${site === undefined ? '' : ` of ${site}`} in ${REPORTS}/. Make one: ${hint('check', { site }, '--live')}`,
  );
}
