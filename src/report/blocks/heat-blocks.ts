import { table, texts, type BasicBlock } from './blocks.ts';
import { heatCell, sitesWords, type HeatTable } from './heat.ts';
import type { Line } from './line.ts';

/** Greatest number of sites that have a column in formats that cannot scroll sideways. */
const MAX_COLUMNS = 8;

/** Returns the table for markup languages: a column for each site, or, if there are many, one for all of them. */
export function heatBasicTable({ label, sites, rows }: HeatTable): BasicBlock {
  const isWide = sites.length > MAX_COLUMNS;
  const head = ['What changed', ...(isWide ? ['Sites'] : sites), 'Verdict'];
  const lines = rows.map((row): Line[] => [
    [{ strong: `${row.level}:` }, ` ${row.what}`],
    ...texts(...(isWide ? [sitesWords({ sites }, row)] : row.numbers.map(heatCell)), row.verdict),
  ]);
  return table(texts(...head), lines, { label });
}
