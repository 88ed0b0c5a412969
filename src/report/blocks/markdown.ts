import { roomOf, type Room } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import type { Block, Line } from './blocks.ts';
import { writeFitting } from './fit.ts';
import { markupBlocks, markupLine, type MarkupBlock, type MarkupInline } from './markup-blocks.ts';

/** Escapes characters that are special in Markdown or HTML. */
const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/^(#+)(?=\s)/g, String.raw`\$1`)
    .replaceAll(/^([-+]|\d+[.)])(?=\s)/g, String.raw`\$1`)
    // A zero-width space, so that text from a site cannot mention and notify a user.
    .replaceAll('@', '@&#8203;');

/** Returns inline code. Only what would end the code or a table cell is escaped. */
const span = (text: string): string => {
  const shown = text.replaceAll('|', String.raw`\|`);
  const fence = shown.includes('`') ? '``' : '`';
  return shown === ''
    ? ''
    : `${fence}${shown.startsWith('`') ? ' ' : ''}${shown}${shown.endsWith('`') ? ' ' : ''}${fence}`;
};

const inline = (part: MarkupInline): string => {
  if (typeof part === 'string') return escape(part);
  if ('code' in part) return span(part.code);
  if ('strong' in part) return part.strong === '' ? '' : `**${escape(part.strong)}**`;
  return `[${escape(part.label)}](${part.href.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('|', '%7C')})`;
};

const write = (line: Line): string => markupLine(line).map(inline).join('').trim();

const fenced = (language: string, text: string): string[] => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...text.split('\n'), fence];
};

function lines(block: MarkupBlock): string[] {
  switch (block.kind) {
    case 'heading':
      return [`${'#'.repeat(block.level)} ${write(block.line)}`];
    case 'paragraph':
      return [write(block.line)];
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${write(item)}`);
    case 'table':
      return [
        `| ${block.head.map(write).join(' | ')} |`,
        `|${block.head.map(() => ' --- |').join('')}`,
        ...block.rows.map((row) => `| ${row.map(write).join(' | ')} |`),
      ];
    case 'code':
      return fenced(block.language, block.text);
    default:
      return [
        `<details><summary>${escape(block.summary)}</summary>`,
        '',
        ...block.blocks.flatMap((inner) => [...lines(inner), '']),
        '</details>',
      ];
  }
}

/** Renders markup blocks as Markdown for GitHub and the Atlassian community. */
export function markdownOf(blocks: readonly MarkupBlock[]): string {
  return `${blocks.map((block) => lines(block).join('\n')).join('\n\n')}\n`;
}

/** Renders blocks as Markdown, no larger than an issue or what the layout allows. Texts must be sanitised already. */
export function toMarkdown(blocks: readonly Block[], layout: Room = {}): string {
  return writeFitting(markupBlocks(blocks), markdownOf, roomOf(layout, LIMITS.issue));
}
