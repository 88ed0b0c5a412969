import {
  concluded,
  distributions,
  type Concluded,
  type Distribution,
} from '../../../revocation/distribution.ts';
import type { Measurement } from '../../../revocation/measurement.ts';

/** The data of a report on revocation measurements. */
export interface RevocationDocument {
  /** Oldest first. */
  readonly all: readonly Concluded[];
  /** The measurement that the report is about; undefined if it is about all of them. */
  readonly current: Concluded | undefined;
  readonly distributions: readonly Distribution[];
}

/**
 * Returns the data of a report on measurements.
 *
 * @param name name of the measurement that the report is about; omit it for all of them
 */
export function revocationDocument(measurements: readonly Measurement[], name?: string): RevocationDocument {
  const all = concluded(measurements);
  return {
    all,
    current: all.find(({ measurement }) => measurement.watch.name === name),
    distributions: distributions(all),
  };
}
