import type { Layout } from '../layout.ts';
import type { Block, Citation, Line, Tone } from './blocks.ts';
import { heatLines } from './text-heat.ts';
import { boxesLines, cardLines, headlineLines, titleLines } from './text-event.ts';
import { foldCommand, painter, STYLE, wrap } from './text-lines.ts';
import { matrixLines } from './text-matrix.ts';
import { tableLines } from './text-table.ts';

/** Blocks preceded by an empty line. */
const SPACE_BEFORE: ReadonlySet<Block['kind']> = new Set([
  'headline',
  'boxes',
  'card',
  'heat',
  'matrix',
  'group',
  'details',
  'verdict',
]);

/** Blocks followed by an empty line. */
const SPACE_AFTER: ReadonlySet<Block['kind']> = new Set([
  'headline',
  'boxes',
  'card',
  'heat',
  'matrix',
  'group',
  'details',
]);

const toneOf = (line: Line): Tone =>
  line
    .map((part) => (typeof part === 'object' && 'badge' in part ? part.badge.tone : undefined))
    .find(Boolean) ?? 'plain';

const hasSign = ([first]: Line): boolean => typeof first === 'object' && 'badge' in first;

/** Moves a sign from a column of its own to the front of the next cell. */
const withSign = (row: readonly Line[]): readonly Line[] => {
  const [sign = [], first = [], ...rest] = row;
  return hasSign(sign) ? [[...sign, ' ', ...first], ...rest] : row;
};

/** Writes blocks as lines and numbers their citations. */
class TextWriter {
  readonly #layout: Layout;
  readonly #numbers = new Map<string, number>();
  #pending: { readonly number: number; readonly citation: Citation }[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  #cite(citation: Citation): string {
    const key = `${citation.label} ${citation.source}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return String(known);
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    this.#pending.push({ number, citation });
    return String(number);
  }

  #line(line: Line): string {
    return line
      .map((part): string => {
        if (typeof part === 'string') return part;
        if ('code' in part) return part.short ?? part.code;
        if ('strong' in part) return part.strong;
        if ('badge' in part) return part.badge.sign;
        if ('hint' in part) return part.hint;
        if ('strip' in part) return part.strip.cells.map(({ sign }) => sign).join('');
        if ('anchor' in part) return part.label;
        // A place of the same document leads nowhere on a terminal.
        if ('href' in part && part.href.startsWith('#')) return part.label;
        if ('href' in part) return `${part.label} [${this.#cite({ label: part.label, source: part.href })}]`;
        return part.cites.length === 0
          ? ''
          : `[${part.cites.map((citation) => this.#cite(citation)).join('→')}]`;
      })
      .join('')
      .trim();
  }

  /** Returns the footnotes cited since the last call. */
  citations(): string[] {
    const lines = this.#pending.flatMap(({ number, citation: { label, source } }) => [
      `${`[${number}]`.padStart(4)} ${label}`,
      `     ${source}`,
    ]);
    this.#pending = [];
    return lines.length > 0 ? ['', 'Sources', ...lines] : [];
  }

  #item(item: Line): string[] {
    const { width } = this.#layout;
    const text = this.#line(item);
    if (!hasSign(item)) return wrap(`  ${text}`, width, '    ');
    const [first = '', ...rest] = wrap(text, width, '    ');
    const sign = this.#line(item.slice(0, 1));
    const paint = painter(this.#layout);
    return [paint(STYLE[toneOf(item)], sign) + first.slice(sign.length), ...rest];
  }

  #lines(block: Block): string[] {
    const { width, all } = this.#layout;
    const paint = painter(this.#layout);
    switch (block.kind) {
      case 'heading':
        return wrap(this.#line(block.line), width).map((line) => paint(STYLE[toneOf(block.line)], line));
      case 'paragraph':
        return wrap(this.#line(block.line), width, '  ').filter((line) => line !== '');
      case 'list':
        return block.items.flatMap((item, i) => this.#item(block.ordered ? [`${i + 1}. `, ...item] : item));
      case 'table': {
        const rows = block.obvious ? block.rows.map(withSign) : [block.head, ...block.rows];
        const cells = rows.map((row) => row.map((cell) => this.#line(cell)));
        return tableLines(cells, width, !block.obvious);
      }
      case 'code':
        return block.text.split('\n').map((line) => `  ${line}`);
      case 'verdict':
        return wrap(block.text, width).map((line) => paint(STYLE[block.tone], line));
      case 'facts': {
        const margin = Math.max(...block.entries.map(([term]) => term.length)) + 2;
        return block.entries.flatMap(([term, fact]) =>
          wrap(`${`${term}:`.padEnd(margin)}${this.#line(fact)}`, width, ' '.repeat(margin)),
        );
      }
      case 'matrix':
        return matrixLines(block.matrix, block.legend, this.#layout);
      case 'command':
        return [
          // Several commands for one purpose have it in front of the first.
          ...(block.purpose === '' ? [] : wrap(`${block.purpose}:`, width)),
          ...foldCommand(block.command, width - 2).map((line) => `  ${line}`),
        ];
      case 'citations':
        return this.citations();
      case 'details':
        return all
          ? [...wrap(`${block.summary}:`, width, '  '), ...this.write(block.blocks)]
          : wrap(block.hint ?? '', width, '  ').flatMap((line) => (line === '' ? [] : [paint('dim', line)]));
      case 'group':
      case 'text-only':
        return this.write(block.blocks);
      case 'headline':
        return headlineLines(block.headline, this.#layout);
      case 'boxes':
        return boxesLines(block.boxes, this.#layout, (line) => this.#line(line));
      case 'heat':
        return heatLines(block.heat, this.#layout);
      case 'card':
        return cardLines(block.card, this.#layout, (line) => this.#line(line));
      default:
        // Pictures and page-only blocks.
        return [];
    }
  }

  /** Returns blocks as lines. Citations are numbered in reading order. */
  write(blocks: readonly Block[]): string[] {
    const written: string[] = [];
    let before: Block['kind'] | undefined;
    for (const block of blocks) {
      const lines = this.#lines(block);
      if (lines.length === 0) continue;
      const areHints = !this.#layout.all && block.kind === 'details' && before === 'details';
      const needsSpace =
        before !== undefined &&
        !areHints &&
        (block.kind === 'heading' || SPACE_BEFORE.has(block.kind) || SPACE_AFTER.has(before)) &&
        !(before === 'heading' && block.kind === 'group');
      if (needsSpace && !this.#layout.brief && lines[0] !== '') written.push('');
      written.push(...lines);
      before = block.kind;
    }
    return written;
  }
}

/** Number of lines above which the beginning of a report may have left the screen, so that its end repeats the title. */
const SCREEN = 40;

/** Renders blocks for a terminal: readable without colour, folded to the width. Texts must be sanitised already. */
export function toText(blocks: readonly Block[], layout: Layout): string {
  const writer = new TextWriter(layout);
  const lines = [...writer.write(blocks), ...writer.citations()];
  const [first] = blocks;
  const closing =
    first?.kind === 'headline' && lines.length > SCREEN ? ['', ...titleLines(first.headline, layout)] : [];
  return `${[...lines, ...closing].join('\n')}\n`;
}
