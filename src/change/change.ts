import type { Answer } from '../classify/answer.ts';
import type { Basis } from '../contract/basis.ts';
import type { Probe } from '../contract/probe.ts';
import type { Acknowledgement } from './acknowledgements.ts';
import type { Level } from './levels.ts';
import type { RuleId } from './rules.ts';

/** Where an answer of a change is known from, and which side it is on. */
export interface SnapshotSource extends Basis {
  readonly side: 'before' | 'after';
}

/** A probe whose answer differs between two sides. */
export interface Change extends Probe {
  readonly rule: RuleId;
  readonly level: Level;
  /** Null where the probe is on the later side only. */
  readonly before: Answer | null;
  /** Null where the probe is on the earlier side only. */
  readonly after: Answer | null;
  /** Names the change itself: the same in every run, whatever the order of probes, the dates or the ids. */
  readonly fingerprint: string;
  readonly sources: readonly SnapshotSource[];
  /** Why it is known and fails nothing. */
  readonly acknowledged?: Acknowledgement | undefined;
}
