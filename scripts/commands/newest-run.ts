import { existsSync, readdirSync } from 'node:fs';
import { Fault } from '../../src/contract/fault.ts';
import { exchangesPath, REPORTS } from '../../src/run/side.ts';

/**
 * The newest live run in `reports/`: names of runs are their times.
 *
 * @param site of several sites, the one that the run is of
 * @throws Fault `unknown-recordings` where there is none
 */
export function newestRun(site?: string): string {
  const ending = site === undefined ? /^live-[\d-]+$/ : new RegExp(`^live-[\\d-]+-${site}$`);
  const runs = existsSync(REPORTS)
    ? readdirSync(REPORTS).filter((name) => ending.test(name) && existsSync(exchangesPath(name)))
    : [];
  const newest = runs.toSorted().at(-1);
  if (newest !== undefined) return newest;
  throw new Fault(
    'unknown-recordings',
    `There is no live run${site === undefined ? '' : ` of ${site}`} in ${REPORTS}/. Make one: npm run check -- --live`,
  );
}
