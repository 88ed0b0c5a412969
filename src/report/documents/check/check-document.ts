import type { Acknowledgement } from '../../../change/acknowledgements.ts';
import type { Findings } from '../../../findings/finding.ts';
import type { Run } from '../../../run/run.ts';
import type { Age } from './ages.ts';
import type { HistoryDocument } from '../history/history-document.ts';
import type { RevocationDocument } from '../revocation/revocation-document.ts';
import type { DiffDocument } from '../diff/diff-document.ts';

/** The options under which a run was judged, as far as commands that follow it have to repeat them. */
export interface AskedWith {
  /** Of several sites, the name of this one. */
  readonly site?: string | undefined;
  readonly baseline?: string | undefined;
  /** The file of acknowledgements, where it is not the usual one. */
  readonly acknowledged?: string | undefined;
}

/** A run of the contract as reports tell it. */
export interface CheckDocument {
  readonly run: Run;
  /** Where the run's file was written; undefined where it could not be. */
  readonly file: string | undefined;
  /** The comparison with the baseline; null where there is none. */
  readonly diff: DiffDocument | null;
  /** Left out where the run was judged as usual. */
  readonly askedWith?: AskedWith | undefined;
  /** The acknowledgements that count on the day of the report. */
  readonly known?: readonly Acknowledgement[] | undefined;
  /** What the run relies on that is older than it may be, a sentence each: then nothing is concluded. */
  readonly old?: readonly string[] | undefined;
  /** What the run means, decided before a format is chosen; `settled-document.ts` fills it in. */
  readonly findings?: Findings | undefined;
  /** How old the evidence is; left out where a report is made from a run alone, at whatever time. */
  readonly ages?: readonly Age[] | undefined;
  /** Since when Jira behaves so; left out where nobody asked. */
  readonly history?: HistoryDocument | undefined;
  /** What was measured of revocations on the same site; left out where nothing was. */
  readonly revocations?: RevocationDocument | undefined;
}
