import { align, wrap } from './text-lines.ts';

type Row = readonly string[];

const INDENT = '    ';

/** Minimum width of a column of prose; if there is less room, the prose goes below its row. */
const PROSE_WIDTH = 30;

const longest = (lines: readonly string[]): number => Math.max(0, ...lines.map(({ length }) => length));

const indented = (lines: readonly string[]): string[] =>
  lines.map((line) => (line === '' ? '' : INDENT + line));

/** Returns a line per row, with two spaces or one between columns; undefined if that does not fit. */
function aligned(rows: readonly Row[], width: number): string[] | undefined {
  return ['  ', ' '].map((gap) => align(rows, gap)).find((lines) => longest(lines) <= width);
}

/** Wraps prose in the last column within the column, or below its row if there is too little room. */
function withProse(rows: readonly Row[], width: number): string[][] {
  const main = layOut(
    rows.map((row) => row.slice(0, -1)),
    width,
  );
  const used = longest(main.flat());
  const isBeside = width - used - 2 >= PROSE_WIDTH && main.every(({ length }) => length === 1);
  return main.map((lines, i) => {
    const prose = rows[i]?.at(-1) ?? '';
    if (prose === '') return lines;
    if (!isBeside) return [...lines, ...indented(wrap(prose, width - INDENT.length))];
    const [first = '', ...more] = wrap(prose, width - used - 2);
    const [own = ''] = lines;
    return [`${own.padEnd(used)}  ${first}`, ...more.map((line) => ' '.repeat(used + 2) + line)];
  });
}

/** Groups rows under the first cells that they have in common; undefined if the other cells do not fit below. */
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
  const fitting = aligned(rows, width);
  if (fitting) return fitting.map((line) => [line]);
  if (columns < 2) return rows.map(([cell = '']) => wrap(cell, width, '  '));
  if (longest(rows.map((row) => row.at(-1) ?? '')) > Math.max(width / 3, PROSE_WIDTH))
    return withProse(rows, width);
  for (let heads = 1; heads < columns; heads += 1) {
    const lines = underHeads(rows, width, heads);
    if (lines) return lines;
  }
  return withProse(rows, width);
}

/** Returns a table for a terminal. Empty columns are left out; cells that do not fit continue below. */
export function tableLines(rows: readonly Row[], width: number, hasHead: boolean): string[] {
  const body = hasHead ? rows.slice(1) : rows;
  const isFilled = (i: number): boolean => body.some((row) => (row[i] ?? '') !== '');
  const shown = rows.map((row) => row.filter((_, i) => isFilled(i)));
  return layOut(shown, width).flat();
}
