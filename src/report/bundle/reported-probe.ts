import type { Change } from '../../change/change.ts';
import type { Expectation } from '../../contract/expectation.ts';
import type { OperationId } from '../../contract/operations.ts';
import type { RowResult } from '../../run/row-result.ts';

/** A probe of a bug report. */
export interface ReportedProbe {
  readonly row: RowResult;
  /** Its change since the baseline, if there is one. */
  readonly change: Change | undefined;
  /** What is requested of Atlassian for the probe, if anything. */
  readonly wanted: Expectation | undefined;
  /** Another operation on which the run saw a valid token of the same kind accepted. */
  readonly acceptedOn: OperationId | undefined;
}
