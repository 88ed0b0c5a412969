import type { idleAcknowledgements } from '../../../change/acknowledge.ts';
import type { Change } from '../../../change/change.ts';
import type { Undecided } from '../../../change/comparison.ts';
import type { Level } from '../../../change/levels.ts';
import type { Findings } from '../../../findings/finding.ts';
import type { Snapshot } from '../../../run/snapshot.ts';

/** What a report says of a side, without its probes. */
export interface SideInfo extends Pick<Snapshot, 'name' | 'origin' | 'dates'> {
  /** How old its newest evidence is, in days; left out where a report is made from files alone, at whatever time. */
  readonly days?: number | undefined;
}

/** A comparison as reports tell it. */
export interface DiffDocument {
  readonly base: SideInfo;
  readonly head: SideInfo;
  /** The worst first; acknowledged ones among them. */
  readonly changes: readonly Change[];
  readonly undecided: readonly Undecided[];
  readonly unchanged: number;
  /** From which level on a change fails. */
  readonly failOn: Level;
  /** Acknowledgements that did nothing: they match no change, or match one and have run out. */
  readonly idle?: ReturnType<typeof idleAcknowledgements> | undefined;
  /** What the changes mean, decided before a format is chosen; `settled-document.ts` fills it in. */
  readonly findings?: Findings | undefined;
}
