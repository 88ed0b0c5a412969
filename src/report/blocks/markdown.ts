import type { Block, Line } from './blocks.ts';
import { markupBlocks, markupLine, type MarkupBlock, type MarkupInline } from './markup-blocks.ts';

/** Characters that mean something in Markdown or HTML. */
const escape = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll(/[\\`*_[\]|~]/g, String.raw`\$&`)
    .replaceAll(/^(#+)(?=\s)/g, String.raw`\$1`)
    .replaceAll(/^([-+]|\d+[.)])(?=\s)/g, String.raw`\$1`)
    // Nobody shall be notified by what a site answered.
    .replaceAll('@', '@&#8203;');

/** Code is shown as it is; only what ends it, or a cell, has to be kept away. */
const span = (text: string): string => {
  const shown = text.replaceAll('|', String.raw`\|`);
  const fence = shown.includes('`') ? '``' : '`';
  return shown === ''
    ? ''
    : `${fence}${shown.startsWith('`') ? ' ' : ''}${shown}${shown.endsWith('`') ? ' ' : ''}${fence}`;
};

const inline = (piece: MarkupInline): string => {
  if (typeof piece === 'string') return escape(piece);
  if ('code' in piece) return span(piece.code);
  if ('strong' in piece) return piece.strong === '' ? '' : `**${escape(piece.strong)}**`;
  return `[${escape(piece.label)}](${piece.href.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('|', '%7C')})`;
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

/** Blocks of markup as Markdown, as GitHub and the Atlassian community read it. */
export function markdownOf(blocks: readonly MarkupBlock[]): string {
  return `${blocks.map((block) => lines(block).join('\n')).join('\n\n')}\n`;
}

/** The document as Markdown. Its texts are plain already. */
export function toMarkdown(blocks: readonly Block[]): string {
  return markdownOf(markupBlocks(blocks));
}
