import { toMarkdown } from './blocks/markdown.ts';
import { checkBlocks } from './documents/check/check-blocks.ts';
import { diffBlocks } from './documents/diff/diff-blocks.ts';
import type { Format } from './documents/document.ts';

/** For a job summary on GitHub, and for the Atlassian community. */
export const markdown: Format = {
  extension: 'md',
  diff: (document, layout) => toMarkdown(diffBlocks(document, layout)),
  check: (document, layout) => toMarkdown(checkBlocks(document, layout)),
};
