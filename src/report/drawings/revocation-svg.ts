import type { RevocationDocument } from '../documents/revocation/revocation-document.ts';
import { curveSvg } from './curve-svg.ts';
import { timelineSvg } from './timeline-svg.ts';

/** Draws the current measurement, otherwise the distribution of all; empty if there are no measurements. */
export function revocationSvg({ all, current, distributions }: RevocationDocument): string {
  const [first] = distributions;
  if (!current && first) return curveSvg(first);
  const shown = current ?? all.at(-1);
  return shown ? timelineSvg(shown) : '';
}
