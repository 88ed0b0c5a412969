import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Compared } from './findings.ts';
import { acknowledgementOf, candidatesOf, type AcknowledgementReason } from './candidates.ts';
import type { Finding } from './finding.ts';
import { failingFindings, findingsOfRun } from './findings.ts';
import type { Run } from '../run/run.ts';

/** A finding that still fails once its run is the baseline, and an acknowledgement for it. */
export interface AcceptedBreak {
  readonly finding: Finding;
  readonly acknowledgement: Acknowledgement;
}

const fingerprintsOf = ({ fingerprint, also }: Finding): string[] => [
  fingerprint,
  ...also.map((aspect) => aspect.fingerprint),
];

/**
 * Returns what still fails after a run becomes the baseline. Its changes are then part of the baseline, but the rows of the
 * contract that they broke are still broken. If a change was acknowledged, its row inherits the reason and the end date.
 *
 * @param before the comparison with the current baseline
 * @param why the reason for all other rows
 */
export function acceptedBreaks(
  run: Run,
  before: Compared | null,
  known: readonly Acknowledgement[],
  why: AcknowledgementReason,
): AcceptedBreak[] {
  const now = findingsOfRun({ run, diff: before, known }).list.filter(({ acknowledged }) => acknowledged);
  const inherited = new Map(
    now.flatMap((finding) =>
      fingerprintsOf(finding).map((fingerprint) => [fingerprint, finding.acknowledged] as const),
    ),
  );
  return failingFindings(findingsOfRun({ run, diff: null, known })).flatMap((finding) => {
    const [candidate] = candidatesOf(finding);
    const reason = inherited.get(finding.fingerprint) ?? why;
    return candidate ? [{ finding, acknowledgement: acknowledgementOf(candidate, reason) }] : [];
  });
}
