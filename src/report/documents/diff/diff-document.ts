import type { idleAcknowledgements } from '../../../change/acknowledge.ts';
import type { Change } from '../../../change/change.ts';
import type { Undecided } from '../../../change/comparison.ts';
import type { Level } from '../../../change/levels.ts';
import type { Findings } from '../../../findings/finding.ts';
import type { Snapshot } from '../../../run/snapshot.ts';

/** What a report shows of a snapshot, apart from its probes. */
export type SnapshotInfo = Pick<Snapshot, 'name' | 'origin' | 'dates'>;

/** The data of a report on a comparison. */
export interface DiffDocument {
  readonly base: SnapshotInfo;
  readonly head: SnapshotInfo;
  /** Most severe first, including acknowledged changes. */
  readonly changes: readonly Change[];
  readonly undecided: readonly Undecided[];
  readonly unchanged: number;
  /** Changes at this level or above fail unless acknowledged. */
  readonly failOn: Level;
  /** Acknowledgements without effect: they match no change, or have expired. */
  readonly idle?: ReturnType<typeof idleAcknowledgements> | undefined;
  /** Added by `settled-document.ts` before rendering. */
  readonly findings?: Findings | undefined;
}
