import { roomOf, type Room } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import type { Block, Line } from './blocks.ts';
import { writeFitting } from './fit.ts';
import { markupBlocks, markupLine, type MarkupBlock, type MarkupInline } from './markup-blocks.ts';

/** Escapes characters that are special in Jira's wiki markup. */
const escape = (text: string): string =>
  text
    .replaceAll(/[\\*_?\-+^~{}[\]|!#@]/g, (char) => (char === '-' ? char : `\\${char}`))
    .replaceAll(/(^|\s)(-+)(?=\s|$)/g, String.raw`$1\$2`);

/** Renders part of a line. Jira interprets markup in monospaced text too, so it is escaped as well. */
const inline = (part: MarkupInline): string => {
  if (typeof part === 'string') return escape(part);
  if ('code' in part) return part.code === '' ? '' : `{{${escape(part.code)}}}`;
  if ('strong' in part) return part.strong === '' ? '' : `*${escape(part.strong)}*`;
  return `[${escape(part.label)}|${part.href.replaceAll('|', '%7C').replaceAll(']', '%5D')}]`;
};

const write = (line: Line): string => markupLine(line).map(inline).join('').trim();

/** Renders a cell. It must not be empty: two adjacent bars would start a heading. */
const cell = (line: Line): string => write(line) || ' ';

/**
 * Breaks up the end marker, the only markup interpreted in such a block, and what would act if an editor took the text out
 * of it.
 */
const inCode = (text: string): string =>
  text.replaceAll(/\{(?=noformat|code|html)|!(?=[^\s!]+\.\w+[!|])/gi, '$& ');

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

const wikiOf = (blocks: readonly MarkupBlock[]): string =>
  `${blocks.map((block) => lines(block).join('\n')).join('\n\n')}\n`;

/** Renders blocks as wiki markup, to paste into a ticket at jira.atlassian.com. Texts must be sanitised already. */
export function toWiki(blocks: readonly Block[], layout: Room = {}): string {
  return writeFitting(markupBlocks(blocks), wikiOf, roomOf(layout, LIMITS.jira));
}
