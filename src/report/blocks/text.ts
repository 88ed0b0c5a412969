import type { Layout } from '../layout.ts';
import type { Block, Citation, Line, Tone } from './blocks.ts';
import { foldCommand, painter, wrap, type Style } from './text-lines.ts';
import { matrixLines } from './text-matrix.ts';
import { tableLines } from './text-table.ts';

const STYLE: Readonly<Record<Tone, Style>> = {
  bad: ['bold', 'red'],
  serious: ['bold', 'magenta'],
  warning: ['bold', 'yellow'],
  good: ['bold', 'green'],
  plain: 'bold',
};

/** Blocks with an empty line before them, and those with one behind them, too. */
const SET_OFF: ReadonlySet<Block['kind']> = new Set(['matrix', 'group', 'parts', 'details', 'verdict']);
const BEHIND: ReadonlySet<Block['kind']> = new Set(['matrix', 'group', 'parts', 'details']);

const toneOf = (line: Line): Tone =>
  line
    .map((piece) => (typeof piece === 'object' && 'badge' in piece ? piece.badge.tone : undefined))
    .find(Boolean) ?? 'plain';

const hasSign = ([first]: Line): boolean => typeof first === 'object' && 'badge' in first;

/** A sign is no column of its own: it stands before what it is the sign of. */
const withSign = (row: readonly Line[]): readonly Line[] => {
  const [sign = [], first = [], ...rest] = row;
  return hasSign(sign) ? [[...sign, ' ', ...first], ...rest] : row;
};

/** Writes blocks as lines, and numbers what they cite. */
class TextWriter {
  readonly #layout: Layout;
  readonly #numbers = new Map<string, number>();
  #open: { readonly number: number; readonly citation: Citation }[] = [];

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  #cite(citation: Citation): string {
    const key = `${citation.label} ${citation.source}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return String(known);
    const number = this.#numbers.size + 1;
    this.#numbers.set(key, number);
    this.#open.push({ number, citation });
    return String(number);
  }

  #line(line: Line): string {
    return line
      .map((piece): string => {
        if (typeof piece === 'string') return piece;
        if ('code' in piece) return piece.short ?? piece.code;
        if ('strong' in piece) return piece.strong;
        if ('badge' in piece) return piece.badge.sign;
        if ('hint' in piece) return piece.hint;
        if ('anchor' in piece) return piece.label;
        if ('href' in piece)
          return `${piece.label} [${this.#cite({ label: piece.label, source: piece.href })}]`;
        return piece.cites.length === 0 ? '' : `[${piece.cites.map((one) => this.#cite(one)).join('→')}]`;
      })
      .join('')
      .trim();
  }

  /** What was cited since the last time, with its numbers. */
  citations(): string[] {
    const lines = this.#open.flatMap(({ number, citation: { label, source } }) => [
      `${`[${number}]`.padStart(4)} ${label}`,
      `     ${source}`,
    ]);
    this.#open = [];
    return lines.length > 0 ? ['', 'Sources', ...lines] : [];
  }

  #item(item: Line): string[] {
    const { width } = this.#layout;
    const text = this.#line(item);
    return hasSign(item) ? wrap(text, width, '    ') : wrap(`  ${text}`, width, '    ');
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
        const room = Math.max(...block.entries.map(([term]) => term.length)) + 2;
        return block.entries.flatMap(([term, fact]) =>
          wrap(`${`${term}:`.padEnd(room)}${this.#line(fact)}`, width, ' '.repeat(room)),
        );
      }
      case 'matrix':
        return matrixLines(block.matrix, block.legend, this.#layout);
      case 'command':
        return [`${block.purpose}:`, ...foldCommand(block.command, width - 2).map((line) => `  ${line}`)];
      case 'citations':
        return this.citations();
      case 'details':
        return all ? [`${block.summary}:`, ...this.write(block.blocks)] : [];
      case 'group':
        return this.write(block.blocks);
      case 'parts':
        return this.write(
          block.parts.map((blocks): Block => ({ kind: 'group', blocks })),
          true,
        );
      default:
        // A picture, or what only a page has room for.
        return [];
    }
  }

  /** Blocks as lines; `turned` writes the last of them first, but numbers what they cite as they are read. */
  write(blocks: readonly Block[], turned = false): string[] {
    const written: string[] = [];
    let before: Block['kind'] | undefined;
    for (const block of turned ? blocks.toReversed() : blocks) {
      const lines = this.#lines(block);
      if (lines.length === 0) continue;
      const isApart =
        before !== undefined &&
        (block.kind === 'heading' || SET_OFF.has(block.kind) || BEHIND.has(before)) &&
        !(before === 'heading' && (block.kind === 'group' || block.kind === 'parts'));
      if (isApart && lines[0] !== '') written.push('');
      written.push(...lines);
      before = block.kind;
    }
    return written;
  }
}

/** The document for a terminal: it reads without colour, and folds to the width. Its texts are plain already. */
export function toText(blocks: readonly Block[], layout: Layout): string {
  const writer = new TextWriter(layout);
  const lines = writer.write(blocks);
  return `${[...lines, ...writer.citations()].join('\n')}\n`;
}
