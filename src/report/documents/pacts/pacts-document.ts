import type { PactResult } from '../../../run/pact-result.ts';
import type { Snapshot } from '../../../run/snapshot.ts';

/** The data of a report on the pacts alone. */
export interface PactsDocument {
  /** The answers that the pacts were verified on. */
  readonly answers: Pick<Snapshot, 'name' | 'origin'>;
  readonly results: readonly PactResult[];
}
