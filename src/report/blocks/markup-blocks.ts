import { heatBasicTable } from './heat-blocks.ts';
import { boxesBlocks, cardBlocks, headlineBlocks } from './event-blocks.ts';
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
  type MatrixGrid,
} from './blocks.ts';

/** Blocks that every markup language supports. */
export type MarkupBlock =
  | BasicBlock
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly MarkupBlock[] };

/** Parts of a line that every markup language supports. */
export type MarkupInline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  | { readonly href: string; readonly label: string };

const LOUD = new Set(['bad', 'serious']);

/** Converts a line to text and links: badges become words, citations links; hints are left out. */
export function markupLine(line: Line): MarkupInline[] {
  return line.flatMap((part: Inline): MarkupInline[] => {
    if (typeof part === 'string' || 'code' in part || 'strong' in part || 'href' in part) return [part];
    if ('anchor' in part) return [part.label];
    if ('cites' in part) return markupLine(citedLinks(part.cites));
    if ('hint' in part) return [];
    if ('strip' in part) return [{ code: part.strip.cells.map(({ sign }) => sign).join('') }];
    const { word, tone } = part.badge;
    return [LOUD.has(tone) ? { strong: word } : word];
  });
}

/** Returns the matrix with only the columns in which a cell is marked; all of it if none is. */
function markedColumns({ columns, lines }: MatrixGrid): MatrixGrid {
  const isMarked = columns.map((_, i) => lines.some(({ cells }) => (cells[i]?.sign ?? ' ') !== ' '));
  if (!isMarked.includes(true)) return { columns, lines };
  return {
    columns: columns.filter((_, i) => isMarked[i]),
    lines: lines.map((line) => ({ ...line, cells: line.cells.filter((_, i) => isMarked[i]) })),
  };
}

/** Returns the matrix, folded, with its columns numbered, because these formats have no narrow headings. */
function matrixBlocks({ matrix, legend }: Extract<Block, { kind: 'matrix' }>): MarkupBlock[] {
  const { columns, lines } = markedColumns(matrix);
  const rows = lines.map(({ credential, cells }) =>
    texts(credential, ...cells.map(({ letter, sign }) => `${letter}${sign}`.trim())),
  );
  const meanings = legend.flatMap(([sign, means], i): Line => [i > 0 ? ' · ' : '', mono(sign), ` ${means}`]);
  const number = columns.length;
  const all = matrix.columns.length;
  const summary =
    number === all
      ? 'Matrix'
      : `Matrix of the ${number} marked ${number === 1 ? 'column' : 'columns'}, of ${all}`;
  return [
    {
      kind: 'details',
      summary,
      blocks: [
        table(texts('', ...columns.map((_, i) => String(i + 1))), rows),
        paragraph(...meanings),
        numbered(columns.map(({ id }) => [mono(id)])),
      ],
    },
  ];
}

/** Converts blocks to those that every markup language supports; pictures are left out. */
export function markupBlocks(blocks: readonly Block[]): MarkupBlock[] {
  return blocks.flatMap((block): MarkupBlock[] => {
    switch (block.kind) {
      case 'details':
        return [{ ...block, blocks: markupBlocks(block.blocks) }];
      case 'group':
      case 'page-only':
        return markupBlocks(block.blocks);
      case 'headline':
        return headlineBlocks(block.headline, block.level ?? 1);
      case 'boxes':
        return markupBlocks(boxesBlocks(block.boxes));
      case 'card':
        return cardBlocks(block.card);
      case 'verdict':
        return [paragraph(strong(block.text))];
      case 'facts':
        return [list(block.entries.map(([term, fact]): Line => [strong(`${term}:`), ' ', ...fact]))];
      case 'matrix':
        return matrixBlocks(block);
      case 'command':
        return [paragraph(`${block.purpose}:`), code('sh', block.command)];
      case 'heat':
        return [heatBasicTable(block.heat)];
      case 'text-only':
      case 'picture':
      case 'citations':
        return [];
      default:
        return [block];
    }
  });
}
