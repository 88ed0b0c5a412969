import { RECORDINGS, recordingSets } from '../../src/evidence/recordings.ts';

/** The set that live runs are compared with once there is one; of several sites, each has its own. */
export function baselineName(site?: string): string {
  return site === undefined ? 'baseline' : `baseline-${site}`;
}

/** The accepted baseline, or undefined where none was accepted. */
export function acceptedBaseline(site?: string, folder = RECORDINGS): string | undefined {
  const name = baselineName(site);
  return recordingSets(folder).includes(name) ? name : undefined;
}
