import { align, wrap } from './text-lines.ts';

type Row = readonly string[];

const INDENT = '    ';

/** Room that a column of prose needs beside the others; where there is less, it goes below them. */
const PROSE = 30;

const longest = (lines: readonly string[]): number => Math.max(0, ...lines.map(({ length }) => length));

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : INDENT + line));

/** Where all rows fit as they are: a line each, the columns two spaces apart, or one. */
function aligned(rows: readonly Row[], width: number): string[] | undefined {
  return ['  ', ' '].map((gap) => align(rows, gap)).find((lines) => longest(lines) <= width);
}

/** Prose in the last column goes on within it, or below its row where there is too little room beside. */
function withProse(rows: readonly Row[], width: number): string[][] {
  const main = layOut(
    rows.map((row) => row.slice(0, -1)),
    width,
  );
  const used = longest(main.flat());
  const isBeside = width - used - 2 >= PROSE && main.every(({ length }) => length === 1);
  return main.map((lines, i) => {
    const prose = rows[i]?.at(-1) ?? '';
    if (prose === '') return lines;
    if (!isBeside) return [...lines, ...indented(wrap(prose, width - INDENT.length))];
    const [first = '', ...more] = wrap(prose, width - used - 2);
    const [own = ''] = lines;
    return [`${own.padEnd(used)}  ${first}`, ...more.map((line) => ' '.repeat(used + 2) + line)];
  });
}

/** The first cells head the rows that have them in common; the other cells stand below, if they fit there. */
function underHeads(rows: readonly Row[], width: number, heads: number): string[][] | undefined {
  const below = aligned(
    rows.map((row) => row.slice(heads)),
    width - INDENT.length,
  );
  const headOf = (row: Row | undefined): string => row?.slice(0, heads).join(' ') ?? '';
  return below?.map((line, i) => {
    const head = headOf(rows[i]);
    const isNew = i === 0 || head !== headOf(rows[i - 1]);
    return [...(isNew ? wrap(head, width, '  ') : []), ...indented(line === '' ? [] : [line])];
  });
}

function layOut(rows: readonly Row[], width: number): string[][] {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const asTheyAre = aligned(rows, width);
  if (asTheyAre) return asTheyAre.map((line) => [line]);
  if (columns < 2) return rows.map(([cell = '']) => wrap(cell, width, '  '));
  if (longest(rows.map((row) => row.at(-1) ?? '')) > Math.max(width / 3, PROSE))
    return withProse(rows, width);
  for (let heads = 1; heads < columns; heads += 1) {
    const lines = underHeads(rows, width, heads);
    if (lines) return lines;
  }
  return withProse(rows, width);
}

/** A table for a terminal. Columns without content are left out; what is too wide goes on below, so that no line is cut. */
export function tableLines(rows: readonly Row[], width: number, hasHead: boolean): string[] {
  const body = hasHead ? rows.slice(1) : rows;
  const isFilled = (i: number): boolean => body.some((row) => (row[i] ?? '') !== '');
  const shown = rows.map((row) => row.filter((_, i) => isFilled(i)));
  return layOut(shown, width).flat();
}
