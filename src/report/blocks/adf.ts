import { markdownToAdf } from 'marklassian';
import { jsonText } from '../../evidence/json-text.ts';
import { toMarkdown } from './markdown.ts';
import { heading, table, type Block, type Line } from './blocks.ts';
import { checkBlocks } from '../documents/check/check-blocks.ts';
import { diffBlocks } from '../documents/diff/diff-blocks.ts';
import type { Format } from '../documents/document.ts';

/** A cell must hold something. */
const filled = (line: Line): Line => (line.every((piece) => piece === '') ? ['–'] : line);

/** The same document as Atlassian's format can say it: what folds away elsewhere stands open, no cell is empty. */
const adapted = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block): Block[] => {
    if (block.kind === 'details') return [heading(3, block.summary), ...adapted(block.blocks)];
    if (block.kind !== 'table') return [block];
    return [
      table(
        block.head.map(filled),
        block.rows.map((row) => row.map(filled)),
      ),
    ];
  });

const write = (blocks: readonly Block[]): string => jsonText(markdownToAdf(toMarkdown(adapted(blocks))));

/** Atlassian Document Format: what the REST API of Jira takes for a description or a comment. */
export const adf: Format = {
  extension: 'adf.json',
  diff: (document, layout) => write(diffBlocks(document, layout)),
  check: (document, layout) => write(checkBlocks(document, layout)),
};
