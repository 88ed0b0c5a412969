import {
  concluded,
  distributions,
  type Concluded,
  type Distribution,
} from '../../../revocation/distribution.ts';
import type { Measurement } from '../../../revocation/measurement.ts';

/** Measurements as reports tell them. */
export interface RevocationDocument {
  /** The oldest first. */
  readonly all: readonly Concluded[];
  /** The one that the report is about; undefined: about all of them. */
  readonly current: Concluded | undefined;
  readonly distributions: readonly Distribution[];
}

/**
 * The document of measurements.
 *
 * @param name of the one that it is about
 */
export function revocationDocument(measurements: readonly Measurement[], name?: string): RevocationDocument {
  const all = concluded(measurements);
  return {
    all,
    current: all.find(({ measurement }) => measurement.watch.name === name),
    distributions: distributions(all),
  };
}
