import {
  citedLinks,
  code,
  list,
  mono,
  numbered,
  paragraph,
  strong,
  table,
  texts,
  type BasicBlock,
  type Block,
  type Inline,
  type Line,
} from './blocks.ts';

/** What markup can say: blocks that each kind of it has. */
export type MarkupBlock =
  | BasicBlock
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly MarkupBlock[] };

/** A piece of a line that each kind of markup has. */
export type MarkupInline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly href: string; readonly label: string };

const LOUD = new Set(['bad', 'serious']);

/** A line without badges, footnotes and hints, as words and links. */
export function markupLine(line: Line): MarkupInline[] {
  return line.flatMap((piece: Inline): MarkupInline[] => {
    if (typeof piece === 'string' || 'code' in piece || 'strong' in piece || 'href' in piece) return [piece];
    if ('anchor' in piece) return [piece.label];
    if ('cites' in piece) return markupLine(citedLinks(piece.cites));
    if ('hint' in piece) return [];
    const { word, tone } = piece.badge;
    return [LOUD.has(tone) ? { strong: word } : word];
  });
}

function matrixBlocks({ matrix, legend }: Extract<Block, { kind: 'matrix' }>): BasicBlock[] {
  const { columns, lines } = matrix;
  const rows = lines.map(({ credential, cells }) =>
    texts(credential, ...cells.map(({ letter, sign }) => `${letter}${sign}`.trim())),
  );
  const meanings = legend.flatMap(([sign, means], i): Line => [i > 0 ? ' · ' : '', mono(sign), ` ${means}`]);
  return [
    table(texts('', ...columns.map((_, i) => String(i + 1))), rows),
    paragraph(...meanings),
    numbered(columns.map(({ id }) => [mono(id)])),
  ];
}

/** The same document in the blocks that every kind of markup has; pictures are left out. */
export function markupBlocks(blocks: readonly Block[]): MarkupBlock[] {
  return blocks.flatMap((block): MarkupBlock[] => {
    switch (block.kind) {
      case 'details':
        return [{ ...block, blocks: markupBlocks(block.blocks) }];
      case 'group':
      case 'page-only':
        return markupBlocks(block.blocks);
      case 'parts':
        return block.parts.flatMap(markupBlocks);
      case 'verdict':
        return [paragraph(strong(block.text))];
      case 'facts':
        return [list(block.entries.map(([term, fact]): Line => [strong(`${term}:`), ' ', ...fact]))];
      case 'matrix':
        return matrixBlocks(block);
      case 'command':
        return [paragraph(`${block.purpose}:`), code('sh', block.command)];
      case 'picture':
      case 'citations':
        return [];
      default:
        return [block];
    }
  });
}
