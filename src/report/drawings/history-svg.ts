import { TREATMENTS } from '../../contract/treatment.ts';
import type { Outcome } from '../../history/entry.ts';
import type { Period, Timeline } from '../../history/timeline.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { box, FILL, INK, line, picture, text } from './draw.ts';
import { probeLabels } from '../documents/phrases.ts';
import type { SiteHistory } from '../documents/history/history-document.ts';
import { hasChanged, historyTitle, countUnchanged } from '../documents/history/history-phrases.ts';

const SIZE = { width: 900, margin: 16, names: 330, row: 22, bar: 14, line: 20, night: 8 };

/** Maximum number of timelines in a picture; other formats list all. */
const MAX_TIMELINES = 40;

/** Maximum number of runs in a picture, the newest ones. */
const MAX_RUNS = 60;

/** Minimum width of a period: room for three digits. */
const MIN_WIDTH = 24;

const fillOf = ({ answer }: Period): string => {
  const treatment = TREATMENTS.find((name) => answer.startsWith(`${name} `)) ?? 'inconclusive';
  return FILL[LETTERS[treatment]] ?? 'none';
};

const OUTCOME: Record<Outcome, string> = {
  kept: FILL['A'] ?? '',
  changed: INK.bad,
  misconfigured: FILL['?'] ?? '',
  inconclusive: FILL['?'] ?? '',
};

/** Returns the horizontal scale from the first observation to the last, and the years between them. */
function scaleOf(shown: readonly Timeline[]): { x: (at: string) => number; years: number[] } {
  const times = shown.flatMap(({ periods }) =>
    periods.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]),
  );
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const left = SIZE.margin + SIZE.names;
  const room = SIZE.width - left - SIZE.margin - 2 * MIN_WIDTH;
  const x = (at: string): number =>
    Math.round(left + ((Date.parse(at) - first) / Math.max(1, last - first)) * room);
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return { x, years: Array.from({ length: to - from }, (_, i) => from + 1 + i) };
}

/** Draws each period from its first to its last observation; gaps were not observed. Close periods are side by side. */
function periodsSvg({ periods }: Timeline, x: (at: string) => number, y: number): string[] {
  let free = 0;
  return periods.flatMap((period) => {
    const from = Math.max(x(period.from), free);
    const width = Math.max(MIN_WIDTH, x(period.to) - from);
    free = from + width + 1;
    return [
      box(from, y, width, SIZE.bar, { fill: fillOf(period), stroke: INK.faint }),
      text(from + 3, y + 11, period.answer.split(' ')[1] ?? '', { size: 10 }),
    ];
  });
}

/** Draws the changes over the years, and the outcomes of the newest runs. */
export function historySvg(site: SiteHistory): string {
  const changed = site.timelines.filter(hasChanged);
  const shown = changed.slice(0, MAX_TIMELINES);
  const { margin, names, row, line: gap, width, night } = SIZE;
  const nights = (site.nights?.entries ?? []).slice(-MAX_RUNS);
  const top = margin + 2 * gap + (nights.length > 0 ? 2 * gap : 0) + 16;
  const bottom = top + Math.max(1, shown.length) * row;
  const { x, years } = scaleOf(shown.length > 0 ? shown : site.timelines);
  const rest = changed.length - shown.length;
  return picture(width, bottom + 2 * gap, `Since when: ${historyTitle(site)}. ${countUnchanged(site)}`, [
    text(margin, margin + 14, `Since when: ${historyTitle(site)}`, { size: 16, bold: true }),
    text(margin, margin + 14 + gap, `${countUnchanged(site)}${rest > 0 ? ` ${rest} more changed.` : ''}`, {
      fill: INK.faint,
    }),
    ...(nights.length > 0
      ? [
          text(margin, margin + 14 + 2 * gap, `the last ${nights.length} runs`),
          ...nights.map(({ outcome }, i) =>
            box(margin + names + i * (night + 1), margin + 4 + 2 * gap, night, 12, {
              fill: OUTCOME[outcome],
            }),
          ),
        ]
      : []),
    ...years.flatMap((year) => [
      line([x(`${year}-01-01`), top], [x(`${year}-01-01`), bottom]),
      text(x(`${year}-01-01`), bottom + 14, String(year), { anchor: 'middle', size: 11, fill: INK.faint }),
    ]),
    ...shown.flatMap((timeline, i) => {
      const y = top + i * row;
      return [
        text(margin, y + 11, probeLabels(timeline).join('  '), { size: 11 }),
        ...periodsSvg(timeline, x, y),
      ];
    }),
  ]);
}
