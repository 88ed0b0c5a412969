import type { Answer } from '../../../classify/answer.ts';
import type { Acknowledgement } from '../../../change/acknowledgements.ts';
import type { RecordedResponse } from '../../../evidence/exchange.ts';
import type { Findings } from '../../../findings/finding.ts';
import type { Run } from '../../../run/run.ts';
import type { Age } from './ages.ts';
import type { HistoryDocument } from '../history/history-document.ts';
import type { RevocationDocument } from '../revocation/revocation-document.ts';
import type { DiffDocument } from '../diff/diff-document.ts';

/** Options of the run that follow-up commands have to repeat. */
export interface AskedWith {
  /** Name of the site, if there are several. */
  readonly site?: string | undefined;
  readonly baseline?: string | undefined;
  /** Path of the acknowledgements, if not the default. */
  readonly acknowledged?: string | undefined;
}

/** The answer of the baseline to a probe, and the response if it is stored. */
export interface BaselineAnswer {
  readonly answer: Answer;
  readonly response?: RecordedResponse | undefined;
}

/** The data of a report on a run. */
export interface CheckDocument {
  readonly run: Run;
  /** Path of the run file; undefined if it could not be written. */
  readonly file: string | undefined;
  /** The comparison with the baseline; null without a baseline. */
  readonly diff: DiffDocument | null;
  /** The answers of the baseline by the key of their probe; absent without a baseline. */
  readonly before?: Readonly<Record<string, BaselineAnswer>> | undefined;
  /** Absent if the run used the default options. */
  readonly askedWith?: AskedWith | undefined;
  /** The acknowledgements in force on the day of the report. */
  readonly known?: readonly Acknowledgement[] | undefined;
  /** A sentence for each piece of evidence older than --max-age; any of them makes the run inconclusive. */
  readonly outdated?: readonly string[] | undefined;
  /** Added by `settled-document.ts` before rendering. */
  readonly findings?: Findings | undefined;
  /** Dates of the evidence; absent if the report is made from a run file alone. */
  readonly ages?: readonly Age[] | undefined;
  /** How Jira behaved before; absent if not requested. */
  readonly history?: HistoryDocument | undefined;
  /** Revocation measurements of the same site; absent if there are none. */
  readonly revocations?: RevocationDocument | undefined;
}
