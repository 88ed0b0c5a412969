import { toWiki } from './blocks/wiki.ts';
import { checkBlocks } from './documents/check/check-blocks.ts';
import { diffBlocks } from './documents/diff/diff-blocks.ts';
import type { Format } from './documents/document.ts';

/** For a ticket of jira.atlassian.com, which reads wiki markup. */
export const wiki: Format = {
  extension: 'wiki',
  diff: (document, layout) => toWiki(diffBlocks(document, layout)),
  check: (document, layout) => toWiki(checkBlocks(document, layout)),
};
