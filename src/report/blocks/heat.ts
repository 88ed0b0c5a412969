import type { Tone } from './line.ts';

/** Findings of a kind that the same sites have. */
export interface HeatRow {
  readonly tone: Tone;
  /** "critical", "good news". */
  readonly level: string;
  /** What happened: "Jira stopped refusing revoked tokens: refused 401 → ignored 200". */
  readonly what: string;
  /** The number of findings of each site: 0 if it could have them, undefined if it was not asked. */
  readonly numbers: readonly (number | undefined)[];
  /** Who changed: "Jira", "only beta". */
  readonly verdict: string;
}

/** The findings of several sites: what happened down, the sites across. */
export interface HeatTable {
  /** Accessible name. */
  readonly label: string;
  readonly sites: readonly string[];
  /** What is worst and most widespread first. */
  readonly rows: readonly HeatRow[];
}

/** Returns a cell: a number, a dash if the site could have the findings, or a blank if it was not asked. */
export function heatCell(number: number | undefined): string {
  if (number === undefined) return '';
  return number === 0 ? '–' : String(number);
}

/** Returns what happened as plain text, with its level in front. */
export function heatWords({ level, what }: HeatRow): string {
  return `${level}: ${what}`;
}

/** Returns the sites that have the findings, with their number: "39 on each of 3 sites", "39 on acme, 38 on beta". */
export function sitesWords({ sites }: Pick<HeatTable, 'sites'>, { numbers }: HeatRow): string {
  const having = sites.flatMap((site, i) => (numbers[i] ? [[site, numbers[i]] as const] : []));
  const [first] = having;
  if (!first) return '';
  const [, number] = first;
  // The verdict names the only site.
  if (having.length === 1) return String(number);
  const could = numbers.filter((own) => own !== undefined).length;
  if (having.length > 1 && having.every(([, own]) => own === number)) {
    const names = having.length === could ? `${could} sites` : having.map(([site]) => site).join(', ');
    return `${number} on each of ${names}`;
  }
  return having.map(([site, own]) => `${own} on ${site}`).join(', ');
}
