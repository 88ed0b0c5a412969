import type { Layout } from '../layout.ts';
import type { Legend, MatrixCell, MatrixGrid } from './blocks.ts';
import { painter, nonBreaking, wrap, type Style } from './text-lines.ts';

/** Style of each observed letter; lower-case letters are expectations only. */
const LETTER_STYLE: Readonly<Record<string, Style>> = {
  A: 'green',
  I: 'yellow',
  R: 'cyan',
  '?': 'magenta',
};

/** Returns the column numbers from `first` on, digits one below the other; a cell is two characters wide. */
function heading(first: number, columns: number, margin: number): string[] {
  const numbers = Array.from({ length: columns }, (_, i) => first + i);
  const line = (digit: (number: number) => string): string =>
    `${' '.repeat(margin)}${numbers.map((number) => `${digit(number)} `).join('')}`.trimEnd();
  const tens = line((number) => (number > 9 ? String(Math.floor(number / 10)) : ' '));
  return [...(tens === '' ? [] : [tens]), line((number) => String(number % 10))];
}

/** Returns numbered names in as many columns as fit. */
function key(names: readonly string[], width: number): string[] {
  const numbered = names.map((name, i) => `${String(i + 1).padStart(2)} ${name}`);
  const column = Math.max(0, ...numbered.map(({ length }) => length)) + 2;
  const down = Math.ceil(numbered.length / Math.max(1, Math.floor(width / column)));
  return Array.from({ length: down }, (_, i) =>
    numbered
      .filter((_name, j) => j % down === i)
      .map((name) => name.padEnd(column))
      .join('')
      .trimEnd(),
  );
}

/** Returns the matrix with its key and legend, split into blocks if it is wider than the layout. */
export function matrixLines({ columns, lines }: MatrixGrid, legend: Legend, layout: Layout): string[] {
  const paint = painter(layout);
  const margin = Math.max(0, ...lines.map(({ credential }) => credential.length)) + 1;
  const perBlock = Math.max(1, Math.floor((layout.width - margin) / 2));
  const paintCell = ({ letter, sign, isKnown = false }: MatrixCell): string =>
    paint(LETTER_STYLE[letter] ?? 'dim', letter) +
    (sign === ' ' ? sign : paint(isKnown ? 'dim' : ['bold', 'red'], sign));
  const out: string[] = [];
  for (let from = 0; from < columns.length; from += perBlock) {
    out.push(...heading(from + 1, Math.min(perBlock, columns.length - from), margin));
    for (const { credential, cells } of lines) {
      const row = cells.slice(from, from + perBlock).map(paintCell);
      out.push(`${credential.padEnd(margin)}${row.join('')}`.trimEnd());
    }
    out.push('');
  }
  const meanings = legend
    .map(([letter, means]) => `${letter} ${means}`)
    .map((meaning) => (meaning.length < layout.width ? nonBreaking(meaning) : meaning))
    .join(' · ');
  return [
    ...out,
    ...key(
      columns.map(({ short }) => short),
      layout.width,
    ),
    '',
    ...wrap(meanings, layout.width),
  ];
}
