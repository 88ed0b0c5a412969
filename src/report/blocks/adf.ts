import { markdownToAdf } from 'marklassian';
import { jsonText } from '../../json.ts';
import type { Block, Line } from './blocks.ts';
import { markdownOf } from './markdown.ts';
import { markupBlocks, type MarkupBlock } from './markup-blocks.ts';

/** A cell must hold something. */
const filled = (line: Line): Line => (line.every((piece) => piece === '') ? ['–'] : line);

/** The same document as Atlassian's format can say it: what folds away elsewhere stands open, no cell is empty. */
const adapted = (blocks: readonly MarkupBlock[]): MarkupBlock[] =>
  blocks.flatMap((block): MarkupBlock[] => {
    if (block.kind === 'details')
      return [{ kind: 'heading', level: 3, line: [block.summary] }, ...adapted(block.blocks)];
    if (block.kind !== 'table') return [block];
    return [{ ...block, head: block.head.map(filled), rows: block.rows.map((row) => row.map(filled)) }];
  });

/** The document in Atlassian Document Format: what the REST API of Jira takes for a description or a comment. */
export function toAdf(blocks: readonly Block[]): string {
  return jsonText(markdownToAdf(markdownOf(adapted(markupBlocks(blocks)))));
}
