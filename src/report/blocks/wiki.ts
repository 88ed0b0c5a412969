import type { Block, Line } from './blocks.ts';
import { markupBlocks, markupLine, type MarkupBlock, type MarkupInline } from './markup-blocks.ts';

/** Characters with which Jira's wiki markup begins something. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\\*_?\-+^~{}[\]|!#@]/g, (char) => (char === '-' ? char : `\\${char}`))
    .replaceAll(/(^|\s)(-+)(?=\s|$)/g, String.raw`$1\$2`);

/** Monospaced text still reads markup: what could be some is escaped in it as well. */
const inline = (piece: MarkupInline): string => {
  if (typeof piece === 'string') return escape(piece);
  if ('code' in piece) return piece.code === '' ? '' : `{{${escape(piece.code)}}}`;
  if ('strong' in piece) return piece.strong === '' ? '' : `*${escape(piece.strong)}*`;
  return `[${escape(piece.label)}|${piece.href.replaceAll('|', '%7C').replaceAll(']', '%5D')}]`;
};

const write = (line: Line): string => markupLine(line).map(inline).join('').trim();

/** A cell must not be empty: two bars side by side would begin a heading. */
const cell = (line: Line): string => write(line) || ' ';

/** All but its own end is shown as it is in such a block. */
const inCode = (text: string): string => text.replaceAll(/\{(?=noformat)/gi, '{ ');

function lines(block: MarkupBlock): string[] {
  switch (block.kind) {
    case 'heading':
      return [`h${block.level}. ${write(block.line)}`];
    case 'paragraph':
      return [write(block.line)];
    case 'list':
      return block.items.map((item) => `${block.ordered ? '#' : '*'} ${write(item)}`);
    case 'table':
      return [
        `||${block.head.map((line) => `${cell(line)}||`).join('')}`,
        ...block.rows.map((row) => `|${row.map((line) => `${cell(line)}|`).join('')}`),
      ];
    case 'code':
      return ['{noformat}', inCode(block.text), '{noformat}'];
    default:
      return [`h3. ${escape(block.summary)}`, '', ...block.blocks.flatMap((inner) => [...lines(inner), ''])];
  }
}

/** The document as wiki markup, to be pasted into a ticket of jira.atlassian.com. Its texts are plain already. */
export function toWiki(blocks: readonly Block[]): string {
  return `${markupBlocks(blocks)
    .map((block) => lines(block).join('\n'))
    .join('\n\n')}\n`;
}
