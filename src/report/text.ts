import type { Format } from './documents/document.ts';
import { checkLines } from './documents/check/check-lines.ts';
import { diffLines } from './documents/diff/diff-lines.ts';

/** For a terminal: reads without colour, and folds to the width. */
export const text: Format = {
  extension: 'txt',
  diff: (document, layout) => `${diffLines(document, layout).join('\n')}\n`,
  check: (document, layout) => `${checkLines(document, layout).join('\n')}\n`,
};
