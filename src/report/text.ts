import type { Format } from './document.ts';
import { checkLines } from './text/check-lines.ts';
import { diffLines } from './text/diff-lines.ts';

/** For a terminal: reads without colour, and folds to the width. */
export const text: Format = {
  extension: 'txt',
  diff: (document, layout) => `${diffLines(document, layout).join('\n')}\n`,
  check: (document, layout) => `${checkLines(document, layout).join('\n')}\n`,
};
