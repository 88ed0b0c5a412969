import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Finding } from './finding.ts';

/** A fingerprint that can be acknowledged, and its description. */
export interface Candidate {
  readonly fingerprint: string;
  readonly words: string;
}

/** Returns a candidate for each fingerprint that reports may show for a finding, its own first. */
export function candidatesOf({ rule, fingerprint, probe, detail, also }: Finding): Candidate[] {
  const about = probe ? `${probe.credential} on ${probe.operation}, ` : '';
  return [{ rule, fingerprint }, ...also].map((aspect) => ({
    fingerprint: aspect.fingerprint,
    words: `${aspect.rule}: ${about}${detail}`,
  }));
}

/** Why a finding is acknowledged, where it is discussed, and until when. */
export type AcknowledgementReason = Pick<Acknowledgement, 'reason' | 'link' | 'until'>;

/** Creates the acknowledgement of a candidate. */
export function acknowledgementOf(
  { fingerprint, words }: Candidate,
  { reason, link, until }: AcknowledgementReason,
): Acknowledgement {
  return {
    fingerprint,
    change: words,
    reason,
    ...(link !== undefined && { link }),
    ...(until !== undefined && { until }),
  };
}
