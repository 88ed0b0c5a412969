import type { Nights, Power } from './simulate-nights.ts';

/** The nights after which the table of --power says how likely a change was seen. */
const WITHIN = [1, 3, 7] as const;

const percent = (share: number): string => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 1 : 0)} %`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** How likely a small change is seen, as a table. */
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
    `${nights} simulated nights a line; the later nights follow from the first.`,
    '',
  ];
}

/** What many simulated nights came to, as lines. */
export function nightsLines(sum: Nights, seed: number): string[] {
  const share = ((100 * sum.faults) / sum.requests).toFixed(1);
  return [
    `${sum.nights} nights of ${sum.probesPerNight} probes against the stand-in, seed ${seed}`,
    `${sum.requests} requests, ${share} % of them with a fault that passes`,
    `${sum.nightsWithChange} nights with a real change, ${sum.nightsWithTrouble} with trouble that is none of Jira's`,
    `${sum.falseAlarms} false alarms, ${sum.missed} changes missed, ${sum.inconclusive} nights inconclusive, ${sum.wrongCause} with a wrong cause`,
    '',
  ];
}
