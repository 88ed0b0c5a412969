import { checkSiteName } from '../config/sites.ts';
import { isRecordingSet, RECORDINGS } from '../evidence/recordings.ts';

/**
 * Returns the name of the set that live runs are compared with. If there are several sites, each has its own.
 *
 * @throws Fault `usage` if the name of the site is invalid
 */
export function baselineName(site?: string): string {
  if (site !== undefined) checkSiteName(site);
  return site === undefined ? 'baseline' : `baseline-${site}`;
}

/** Returns the name of the accepted baseline; undefined if none was accepted. */
export function acceptedBaseline(site?: string, folder = RECORDINGS): string | undefined {
  const name = baselineName(site);
  return isRecordingSet(name, folder) ? name : undefined;
}
