import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Compared } from './findings.ts';
import { acknowledgementOf, candidatesOf, type AcknowledgementReason } from './candidates.ts';
import type { Finding } from './finding.ts';
import { failing, findingsOfRun } from './findings.ts';
import type { Run } from '../run/run.ts';

/** A finding that goes on failing once its run is the baseline, and the acknowledgement that ends that. */
export interface AcceptedBreak {
  readonly finding: Finding;
  readonly acknowledgement: Acknowledgement;
}

const names = ({ fingerprint, also }: Finding): string[] => [
  fingerprint,
  ...also.map((one) => one.fingerprint),
];

/**
 * What goes on failing when a run becomes the baseline: its changes are none any more, but rows of the contract that they
 * broke are broken still. Where the change was acknowledged, its row takes over why and until when.
 *
 * @param before the comparison with the baseline so far
 * @param why what is said of the others
 */
export function acceptedBreaks(
  run: Run,
  before: Compared | null,
  known: readonly Acknowledgement[],
  why: AcknowledgementReason,
): AcceptedBreak[] {
  const now = findingsOfRun({ run, diff: before, known }).list.filter(({ acknowledged }) => acknowledged);
  const inherited = new Map(
    now.flatMap((one) => names(one).map((name) => [name, one.acknowledged] as const)),
  );
  return failing(findingsOfRun({ run, diff: null, known })).flatMap((finding) => {
    const [candidate] = candidatesOf(finding);
    const reason = inherited.get(finding.fingerprint) ?? why;
    return candidate ? [{ finding, acknowledgement: acknowledgementOf(candidate, reason) }] : [];
  });
}
