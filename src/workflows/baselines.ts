import { checkSiteName } from '../config/sites.ts';
import type { RecordingLibrary } from '../evidence/recording-library.ts';

/**
 * Returns the name of the set that live runs are compared with. If there are several sites, each has its own.
 *
 * @throws Fault `usage` if the name of the site is invalid
 */
export function baselineName(site?: string): string {
  if (site !== undefined) checkSiteName(site);
  return site === undefined ? 'baseline' : `baseline-${site}`;
}

/** Returns the name of the accepted baseline in a library; undefined if none was accepted. */
export function acceptedBaseline(
  site: string | undefined,
  library: Pick<RecordingLibrary, 'names'>,
): string | undefined {
  const name = baselineName(site);
  return library.names().includes(name) ? name : undefined;
}
