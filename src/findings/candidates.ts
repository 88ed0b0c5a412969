import type { Acknowledgement } from '../change/acknowledgements.ts';
import type { Finding } from './finding.ts';

/** Something that can be acknowledged, with what it is in words. */
export interface Candidate {
  readonly fingerprint: string;
  readonly words: string;
}

/** A finding by each of the fingerprints that reports may show of it, its own first. */
export function candidatesOf({ rule, fingerprint, probe, detail, also }: Finding): Candidate[] {
  const about = probe ? `${probe.credential} on ${probe.operation}, ` : '';
  return [{ rule, fingerprint }, ...also].map((one) => ({
    fingerprint: one.fingerprint,
    words: `${one.rule}: ${about}${detail}`,
  }));
}

/** Why a finding is known, where that is spoken of, and until when. */
export type AcknowledgementReason = Pick<Acknowledgement, 'reason' | 'link' | 'until'>;

/** The acknowledgement of a candidate. */
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
