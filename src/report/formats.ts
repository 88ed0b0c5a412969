import type { Format } from './documents/document.ts';
import { settledCheck, settledDiff } from './documents/settled-document.ts';
import { adf } from './blocks/adf.ts';
import { fromPlain } from './deep-plain.ts';
import { github } from './machine/github.ts';
import { htmlFormat } from './page/check-page.ts';
import { json } from './machine/json.ts';
import { junit } from './machine/junit.ts';
import { markdown } from './markdown.ts';
import { plain, plainLine } from './plain.ts';
import { sarif } from './machine/sarif.ts';
import { svg } from './svg.ts';
import { text } from './text.ts';
import { wiki } from './wiki.ts';

/**
 * A format only prints: what a document means is decided before. Nothing that a site answered gets into a format before
 * it was made plain, usually on one line.
 */
const safe = ({ extension, ...format }: Format, show = plainLine): Format => {
  const [diff, check] = [fromPlain(format.diff, show), fromPlain(format.check, show)];
  return {
    extension,
    diff: (document, layout) => diff(settledDiff(document), layout),
    check: (document, layout) => check(settledCheck(document), layout),
  };
};

/** The formats by their name on the command line. */
export const FORMATS = {
  text: safe(text),
  markdown: safe(markdown),
  // Bodies are shown there as they are, line breaks and all.
  html: safe(htmlFormat, plain),
  svg: safe(svg),
  json: safe(json),
  junit: safe(junit),
  sarif: safe(sarif),
  github: safe(github),
  'jira-wiki': safe(wiki),
  adf: safe(adf),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
