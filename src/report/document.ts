import type { idleAcknowledgements } from '../change/acknowledge.ts';
import type { Change } from '../change/change.ts';
import type { Undecided } from '../change/comparison.ts';
import type { Level } from '../change/levels.ts';
import type { Run } from '../run/run.ts';
import type { Side } from '../run/side.ts';
import type { Age } from './ages.ts';
import type { HistoryDocument } from './history/history-document.ts';
import type { RevocationDocument } from './revocation/revocation-document.ts';

/** What a report says of a side, without its probes. */
export interface SideInfo extends Pick<Side, 'name' | 'origin' | 'dates'> {
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
}

/** A run of the contract as reports tell it. */
export interface CheckDocument {
  readonly run: Run;
  /** Where the run's file was written. */
  readonly file: string;
  /** The comparison with the baseline; null where there is none. */
  readonly diff: DiffDocument | null;
  /** Rows that are news by themselves and known all the same, as keys: they fail nothing. */
  readonly known?: readonly string[] | undefined;
  /** How old the evidence is; left out where a report is made from a run alone, at whatever time. */
  readonly ages?: readonly Age[] | undefined;
  /** Since when Jira behaves so; left out where nobody asked. */
  readonly history?: HistoryDocument | undefined;
  /** What was measured of revocations on the same site; left out where nothing was. */
  readonly revocations?: RevocationDocument | undefined;
}

/** How a report may be laid out. */
export interface Layout {
  /** Characters to a line. */
  readonly width: number;
  readonly colour: boolean;
  /** Lists what is only counted otherwise. */
  readonly all: boolean;
}

/** One way to write reports down. */
export interface Format {
  /** What the name of a file in this format ends with, without the dot. */
  readonly extension: string;
  readonly diff: (document: DiffDocument, layout: Layout) => string;
  readonly check: (document: CheckDocument, layout: Layout) => string;
}
