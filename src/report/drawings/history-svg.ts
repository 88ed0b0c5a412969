import { TREATMENTS } from '../../contract/treatment.ts';
import type { Outcome } from '../../history/entry.ts';
import type { Period, Timeline } from '../../history/timeline.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { box, FILL, INK, line, picture, text } from './draw.ts';
import { probeLabels } from '../documents/phrases.ts';
import type { SiteHistory } from '../documents/history/history-document.ts';
import { hasChanged, historyTitle, countUnchanged } from '../documents/history/history-phrases.ts';

const SIZE = { width: 900, margin: 16, names: 330, row: 22, bar: 14, line: 20, night: 8 };

/** So many rows fit one picture; the tables list them all. */
const MOST = 40;

/** So many of the newest runs are shown. */
const NIGHTS = 60;

/** Room for three digits. */
const LEAST = 24;

const fillOf = ({ answer }: Period): string => {
  const treatment = TREATMENTS.find((one) => answer.startsWith(`${one} `)) ?? 'inconclusive';
  return FILL[LETTERS[treatment]] ?? 'none';
};

const OUTCOME: Record<Outcome, string> = {
  kept: FILL['A'] ?? '',
  changed: INK.bad,
  misconfigured: FILL['?'] ?? '',
  inconclusive: FILL['?'] ?? '',
};

/** Years from the first observation to the last, as places on the picture. */
function scaleOf(shown: readonly Timeline[]): { x: (at: string) => number; years: number[] } {
  const times = shown.flatMap(({ periods: spells }) =>
    spells.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]),
  );
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const left = SIZE.margin + SIZE.names;
  const room = SIZE.width - left - SIZE.margin - 2 * LEAST;
  const x = (at: string): number =>
    Math.round(left + ((Date.parse(at) - first) / Math.max(1, last - first)) * room);
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return { x, years: Array.from({ length: to - from }, (_, i) => from + 1 + i) };
}

/** A spell is drawn as far as it was seen; between two, nobody looked. Two that are close stand side by side. */
function spellsSvg({ periods: spells }: Timeline, x: (at: string) => number, y: number): string[] {
  let free = 0;
  return spells.flatMap((spell) => {
    const from = Math.max(x(spell.from), free);
    const width = Math.max(LEAST, x(spell.to) - from);
    free = from + width + 1;
    return [
      box(from, y, width, SIZE.bar, { fill: fillOf(spell), stroke: INK.faint }),
      text(from + 3, y + 11, spell.answer.split(' ')[1] ?? '', { size: 10 }),
    ];
  });
}

/** What changed over the years, and how the newest runs went. */
export function historySvg(site: SiteHistory): string {
  const changed = site.timelines.filter(hasChanged);
  const shown = changed.slice(0, MOST);
  const { margin, names, row, line: gap, width, night } = SIZE;
  const nights = (site.nights?.entries ?? []).slice(-NIGHTS);
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
        ...spellsSvg(timeline, x, y),
      ];
    }),
  ]);
}
