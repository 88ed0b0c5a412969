import type { Nights, Power } from './simulate-nights.ts';

/** The numbers of nights for which the table of --power gives the chance of detection. */
const WITHIN = [1, 3, 7] as const;

const percent = (share: number): string => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Returns the chance to detect a small change, as a Markdown table. */
export function powerLines(powers: readonly Power[], nights: number): string[] {
  const head = [
    'operations',
    'share of replicas',
    ...WITHIN.map((n) => `within ${n} night${n > 1 ? 's' : ''}`),
  ];
  const rows = powers.map(({ operations, share, seen }) => [
    String(operations),
    percent(share),
    ...WITHIN.map((n) => percent(1 - (1 - seen) ** n)),
  ]);
  return [
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    `${nights} simulated nights per row; the chances within several nights are computed from that of one night.`,
    '',
  ];
}

/** Returns the result of many simulated nights, as lines. */
export function nightsLines(sum: Nights, seed: number): string[] {
  const share = ((100 * sum.faults) / sum.requests).toFixed(1);
  return [
    `${sum.nights} nights of ${sum.probesPerNight} probes against the stand-in, seed ${seed}`,
    `${sum.requests} requests, ${share} % of them with a transient fault`,
    `${sum.nightsWithChange} nights with a real change, ${sum.nightsWithTrouble} with a problem outside Jira`,
    `${sum.falseAlarms} false alarms, ${sum.missed} changes missed, ${sum.inconclusive} nights inconclusive, ${sum.wrongCause} with a wrong cause`,
    '',
  ];
}
