import {
  revocationDocument,
  type RevocationDocument,
} from '../report/documents/revocation/revocation-document.ts';
import { readMeasurements } from '../revocation/store.ts';
import type { Run } from '../run/run.ts';

/**
 * Returns the revocations measured on the site of a run; undefined if there are none.
 *
 * @param folder a folder of measurements, all of which are used, whatever their site is
 */
export function revocationsOf({ recordings }: Run, folder?: string): RevocationDocument | undefined {
  if (recordings.origin === 'transcribed' && folder === undefined) return undefined;
  const site = recordings.origin === 'transcribed' ? undefined : recordings.site;
  const own = readMeasurements(folder).filter(({ watch }) => folder !== undefined || watch.site === site);
  return own.length > 0 ? revocationDocument(own) : undefined;
}
