import type { Answer } from '../classify/answer.ts';
import type { Basis } from '../contract/basis.ts';
import type { Probe } from '../contract/probe.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import type { Level } from './levels.ts';
import type { RuleId } from './rules.ts';

/** The source of an answer of a change, and the snapshot that the answer belongs to. */
export interface SnapshotSource extends Basis {
  readonly side: 'before' | 'after';
}

/** A probe whose answer differs between two snapshots. */
export interface Change extends Probe {
  readonly rule: RuleId;
  readonly level: Level;
  /** Null if the probe is in the later snapshot only. */
  readonly before: Answer | null;
  /** Null if the probe is in the earlier snapshot only. */
  readonly after: Answer | null;
  /** Identifies the change in every run, independent of the order of probes, of dates and of ids. */
  readonly fingerprint: string;
  readonly sources: readonly SnapshotSource[];
  /** The acknowledgement, because of which the change does not fail a run. */
  readonly acknowledged?: Acknowledgement | undefined;
}
