import { toMarkdown } from '../../blocks/markdown.ts';
import { fromPlain } from '../../deep-plain.ts';
import type { Layout } from '../document.ts';
import { curveSvg } from '../../drawings/curve-svg.ts';
import { revocationBlocks } from './revocation-blocks.ts';
import type { RevocationDocument } from './revocation-document.ts';
import { revocationPage } from './revocation-html.ts';
import { revocationJson } from '../../machine/revocation-json.ts';
import { revocationLines } from './revocation-lines.ts';
import { timelineSvg } from '../../drawings/timeline-svg.ts';

type Write = (document: RevocationDocument, layout: Layout) => string;

const safe = (write: Write): Write => fromPlain(write);

/** The picture of the measurement that it is about, or of how all of them are spread. */
function picture({ all, current, distributions }: RevocationDocument): string {
  const [first] = distributions;
  if (!current && first) return curveSvg(first);
  const shown = current ?? all.at(-1);
  return shown ? timelineSvg(shown) : '';
}

/** The formats of measurements, by their name on the command line. */
export const REVOCATION_FORMATS = {
  text: safe((document, layout) => `${revocationLines(document, layout).join('\n')}\n`),
  markdown: safe((document) => toMarkdown(revocationBlocks(document))),
  html: safe(revocationPage),
  svg: safe(picture),
  json: safe(revocationJson),
} as const satisfies Record<string, Write>;

export type RevocationFormat = keyof typeof REVOCATION_FORMATS;
