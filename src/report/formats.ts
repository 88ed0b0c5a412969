import type { Format } from './document.ts';
import { adf } from './adf.ts';
import { deepPlain } from './deep-plain.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { plainLine } from './plain.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';
import { wiki } from './wiki.ts';

/** Nothing that a site answered gets into a format before it was made plain, on one line. */
const safe = ({ extension, diff, check }: Format): Format => ({
  extension,
  diff: (document, layout) => diff(deepPlain(document, plainLine), layout),
  check: (document, layout) => check(deepPlain(document, plainLine), layout),
});

/** The formats by their name on the command line. */
export const FORMATS = {
  text: safe(text),
  markdown: safe(markdown),
  json: safe(json),
  junit: safe(junit),
  sarif: safe(sarif),
  github: safe(github),
  'jira-wiki': safe(wiki),
  adf: safe(adf),
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof FORMATS;
