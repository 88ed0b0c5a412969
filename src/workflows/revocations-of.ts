import {
  revocationDocument,
  type RevocationDocument,
} from '../report/documents/revocation/revocation-document.ts';
import { readMeasurements } from '../revocation/store.ts';
import type { Run } from '../run/run.ts';

/**
 * What was measured of revocations on the site of a run; undefined where nothing was.
 *
 * @param folder where the measurements are. One that is named is taken whole, whatever its sites are.
 */
export function revocationsOf({ recordings }: Run, folder?: string): RevocationDocument | undefined {
  if (recordings.origin === 'transcribed' && folder === undefined) return undefined;
  const site = recordings.origin === 'transcribed' ? undefined : recordings.site;
  const own = readMeasurements(folder).filter(({ watch }) => folder !== undefined || watch.site === site);
  return own.length > 0 ? revocationDocument(own) : undefined;
}
