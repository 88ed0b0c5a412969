import type { RevocationDocument } from '../documents/revocation/revocation-document.ts';
import { curveSvg } from './curve-svg.ts';
import { timelineSvg } from './timeline-svg.ts';

/** The picture of the measurement that a document is about, or of how all of them are spread; empty without any. */
export function revocationSvg({ all, current, distributions }: RevocationDocument): string {
  const [first] = distributions;
  if (!current && first) return curveSvg(first);
  const shown = current ?? all.at(-1);
  return shown ? timelineSvg(shown) : '';
}
