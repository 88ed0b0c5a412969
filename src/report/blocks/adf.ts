import { markdownToAdf } from 'marklassian';
import { roomOf, type Room } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import { lineText, type Block, type Line } from './blocks.ts';
import { writeFitting } from './fit.ts';
import { markdownOf } from './markdown.ts';
import { markupBlocks, type MarkupBlock } from './markup-blocks.ts';

/** Fills an empty cell or item: ADF does not allow one. */
const filled = (line: Line): Line => (lineText(line).trim() === '' ? ['–'] : line);

/** Adapts blocks to ADF: folded details become sections, empty cells and items are filled. */
const adapted = (blocks: readonly MarkupBlock[]): MarkupBlock[] =>
  blocks.flatMap((block): MarkupBlock[] => {
    if (block.kind === 'details')
      return [{ kind: 'heading', level: 3, line: [block.summary] }, ...adapted(block.blocks)];
    if (block.kind === 'list') return [{ ...block, items: block.items.map(filled) }];
    if (block.kind !== 'table') return [block];
    return [{ ...block, head: block.head.map(filled), rows: block.rows.map((row) => row.map(filled)) }];
  });

/** Not indented, because Jira counts every character. */
const adfOf = (blocks: readonly MarkupBlock[]): string =>
  `${JSON.stringify(markdownToAdf(markdownOf(adapted(blocks))))}\n`;

/** Renders blocks in Atlassian Document Format, as Jira's REST API takes it for a description or a comment. */
export function toAdf(blocks: readonly Block[], layout: Room = {}): string {
  return writeFitting(markupBlocks(blocks), adfOf, roomOf(layout, LIMITS.jira));
}
