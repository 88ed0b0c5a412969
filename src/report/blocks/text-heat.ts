import type { Layout } from '../layout.ts';
import { heatCell, heatWords, sitesWords, type HeatRow, type HeatTable } from './heat.ts';
import { painter, STYLE, wrap } from './text-lines.ts';

/** Room that the description needs beside the columns of the sites. */
const DESCRIPTION = 30;

const GAP = 2;

/** Returns the findings as lines, if there is no room for the columns: what happened, then who changed and where. */
function listed(heat: HeatTable, layout: Layout): string[] {
  const paint = painter(layout);
  return heat.rows.flatMap((row) => [
    ...wrap(heatWords(row), layout.width, '  ').map((line) => paint(STYLE[row.tone], line)),
    ...wrap(`  ${row.verdict}: ${sitesWords(heat, row)}`, layout.width, '    '),
  ]);
}

/** Returns the findings with a column for each site, what happened at the left. */
function inColumns(
  { rows }: HeatTable,
  layout: Layout,
  widths: readonly number[],
  names: readonly string[],
): string[] {
  const paint = painter(layout);
  const beside = widths.reduce((sum, width) => sum + width + GAP, 0);
  const room = layout.width - beside;
  const cells = (texts: readonly string[]): string =>
    texts
      .map((text, i) => text.padEnd(widths[i] ?? 0))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rowLines = (row: HeatRow): string[] => {
    const [first = '', ...rest] = wrap(heatWords(row), room - GAP, '  ');
    const numbers = [...row.numbers.map(heatCell), row.verdict];
    return [
      `${paint(STYLE[row.tone], first)}${' '.repeat(Math.max(GAP, room - first.length + GAP))}${cells(numbers)}`,
      ...rest.map((line) => paint(STYLE[row.tone], line)),
    ];
  };
  return [`${'what changed'.padEnd(room + GAP)}${cells(names)}`, ...rows.flatMap(rowLines)];
}

/** Renders the findings of several sites for a terminal: as a table if it fits, and as a list otherwise. */
export function heatLines(heat: HeatTable, layout: Layout): string[] {
  const names = [...heat.sites, 'verdict'];
  const texts = heat.rows.map(({ numbers, verdict }) => [...numbers.map(heatCell), verdict]);
  const widths = names.map((name, i) => Math.max(name.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const beside = widths.reduce((sum, width) => sum + width + GAP, GAP);
  // Words that are longer than the room would push the columns out of the line.
  const longest = Math.max(
    ...heat.rows.flatMap((row) =>
      heatWords(row)
        .split(' ')
        .map(({ length }) => length),
    ),
    0,
  );
  const isFitting = layout.width - beside >= Math.max(DESCRIPTION, longest + 2 * GAP);
  return isFitting ? inColumns(heat, layout, widths, names) : listed(heat, layout);
}
