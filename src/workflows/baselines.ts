import { checkSiteName } from '../config/sites.ts';
import { isRecordingSet, RECORDINGS } from '../evidence/recordings.ts';

/**
 * The set that live runs are compared with once there is one; of several sites, each has its own.
 *
 * @throws Fault `usage` where a site cannot be called so
 */
export function baselineName(site?: string): string {
  if (site !== undefined) checkSiteName(site);
  return site === undefined ? 'baseline' : `baseline-${site}`;
}

/** The accepted baseline, or undefined where none was accepted. */
export function acceptedBaseline(site?: string, folder = RECORDINGS): string | undefined {
  const name = baselineName(site);
  return isRecordingSet(name, folder) ? name : undefined;
}
