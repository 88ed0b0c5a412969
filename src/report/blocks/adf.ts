import { markdownToAdf } from 'marklassian';
import type { Block, Line } from './blocks.ts';
import { markdownOf } from './markdown.ts';
import { markupBlocks, type MarkupBlock } from './markup-blocks.ts';

/** Fills an empty cell: ADF does not allow one. */
const filled = (line: Line): Line => (line.every((part) => part === '') ? ['–'] : line);

/** Adapts blocks to ADF: folded details become sections, empty cells are filled. */
const adapted = (blocks: readonly MarkupBlock[]): MarkupBlock[] =>
  blocks.flatMap((block): MarkupBlock[] => {
    if (block.kind === 'details')
      return [{ kind: 'heading', level: 3, line: [block.summary] }, ...adapted(block.blocks)];
    if (block.kind !== 'table') return [block];
    return [{ ...block, head: block.head.map(filled), rows: block.rows.map((row) => row.map(filled)) }];
  });

/**
 * Renders blocks in Atlassian Document Format, as Jira's REST API takes it for a description or a comment. On one line: a
 * field of Jira holds only so many characters, and more than half of them would be indentation.
 */
export function toAdf(blocks: readonly Block[]): string {
  return `${JSON.stringify(markdownToAdf(markdownOf(adapted(markupBlocks(blocks)))))}\n`;
}
