import { probeKey } from '../../contract/probe.ts';
import { TREATMENTS } from '../../contract/treatment.ts';
import { endingOf, type Ending, type Entry } from '../../history/entry.ts';
import type { Period, Timeline } from '../../history/timeline.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { count, groupBy, operationLabels } from '../documents/phrases.ts';
import type { SiteHistory } from '../documents/history/history-document.ts';
import { countUnchanged, hasChanged, historyTitle } from '../documents/history/history-phrases.ts';
import { ENDING_LABELS, endingsIn } from '../documents/history/outcomes.ts';
import { box, FILL, fitted, INK, picture, round, text, type TextOptions } from './draw.ts';
import { FAINT, LEAST, ownScale, publicScale, scaleSvg, SMALL } from './history-scales.ts';
import { placePeriods, type Panel } from './place-periods.ts';

/** The measures of a drawing: a wide one with the names beside the periods, a narrow one with the names above them. */
export interface Shape {
  readonly width: number;
  readonly margin: number;
  /** Width of the names beside the periods; 0 if they are above. */
  readonly names: number;
  /** Share of the public observations if there are own runs too. */
  readonly published: number;
}

export const WIDE: Shape = { width: 900, margin: 16, names: 280, published: 0.4 };

export const NARROW: Shape = { width: 350, margin: 4, names: 0, published: 0.36 };

const SIZE = { line: 18, bar: 16, gap: 14, swatch: 12, text: 11, title: 14 };

/** Maximum number of rows in a drawing; other formats list all. */
const MAX_ROWS = 40;

/** Maximum number of runs in a drawing, the newest ones. */
const MAX_RUNS = 60;

const OTHER = FILL['?'] ?? 'none';

const fillOf = ({ answer }: Period): string => {
  const treatment = TREATMENTS.find((name) => answer.startsWith(`${name} `));
  return treatment ? (FILL[LETTERS[treatment]] ?? OTHER) : OTHER;
};

const ENDING_FILL: Readonly<Record<Ending, string>> = {
  kept: FILL['A'] ?? OTHER,
  fixed: INK.good,
  changed: INK.bad,
  misconfigured: INK.faint,
  inconclusive: OTHER,
};

/** Probes that were answered the same at the same times. */
interface Row {
  readonly label: string;
  readonly published: readonly Period[];
  readonly own: readonly Period[];
}

/** Names the only item, or counts several. */
function nameOrNumber(items: readonly string[], noun: string): string {
  const [only = '', ...others] = new Set(items);
  return others.length === 0 ? only : count(others.length + 1, noun);
}

const labelOf = (probes: readonly Timeline[]): string =>
  [
    nameOrNumber(
      probes.map(({ credential }) => credential),
      'credential',
    ),
    nameOrNumber(operationLabels(probes.map(({ operation }) => operation)), 'operation'),
  ].join('  ');

const periodsByProbe = (timelines: readonly Timeline[]): ReadonlyMap<string, readonly Period[]> =>
  new Map(timelines.map((timeline) => [probeKey(timeline), timeline.periods]));

/** Returns a row for each group of probes that changed together. */
function rowsOf({ timelines, published, own }: SiteHistory): Row[] {
  const [publicPeriods, ownPeriods] = [periodsByProbe(published), periodsByProbe(own)];
  const partsOf = (timeline: Timeline): Pick<Row, 'published' | 'own'> => ({
    published: publicPeriods.get(probeKey(timeline)) ?? [],
    own: ownPeriods.get(probeKey(timeline)) ?? [],
  });
  const kindOf = (timeline: Timeline): string => JSON.stringify(partsOf(timeline));
  return groupBy(timelines.filter(hasChanged), kindOf).map(([, probes]) => ({
    label: labelOf(probes),
    ...partsOf(probes[0]),
  }));
}

/** Draws each period from its first to its last observation; what was in between is not known. */
function periodsSvg(periods: readonly Period[], panel: Panel, y: number): string[] {
  return placePeriods(periods, panel, LEAST).flatMap(({ from, to, period, count: number }) => {
    const label = period ? (period.answer.split(' ')[1] ?? '').slice(0, 3) : `+${number}`;
    return [
      box(from, y, to - from - 1, SIZE.bar, { fill: period ? fillOf(period) : 'none', stroke: INK.faint }),
      text(round(from + 3), y + 12, fitted(label, LEAST - 4, { size: 9 }), SMALL),
    ];
  });
}

/** Draws a swatch for each colour, as many in a line as there is room for. */
function legendSvg(
  items: readonly (readonly [fill: string, word: string])[],
  { width, margin }: Shape,
  top: number,
): string[] {
  let [x, y] = [margin, top];
  return items.flatMap(([fill, word]) => {
    const room = SIZE.swatch + 6 + word.length * 8 + 10;
    if (x + room > width - margin) [x, y] = [margin, y + SIZE.line];
    const drawn = [
      box(x, y, SIZE.swatch, SIZE.swatch, { fill, stroke: INK.faint }),
      text(x + SIZE.swatch + 6, y + 10, word, SMALL),
    ];
    x += room;
    return drawn;
  });
}

/** Draws the outcome of each run above its place on the scale. */
function stripSvg(runs: readonly Entry[], { left, right }: Panel, top: number): string[] {
  const slot = (right - left) / runs.length;
  return runs.map((run, i) =>
    box(round(left + i * slot), top, round(Math.max(2, Math.min(slot - 1, SIZE.line))), SIZE.swatch, {
      fill: ENDING_FILL[endingOf(run)],
      stroke: ENDING_FILL[endingOf(run)],
    }),
  );
}

/** Returns the panels that have something to show, side by side. */
function scalesOf(rows: readonly Row[], runs: readonly Entry[], { width, margin, names, published }: Shape) {
  const [left, right] = [margin + names, width - margin];
  const periods = rows.flatMap((row) => row.published);
  if (periods.length === 0) return { own: runs.length > 0 ? ownScale(runs, left, right) : undefined };
  if (runs.length === 0) return { published: publicScale(periods, left, right) };
  const middle = left + Math.round((right - left) * published);
  return {
    published: publicScale(periods, left, middle - SIZE.gap / 2),
    own: ownScale(runs, middle + SIZE.gap / 2, right),
  };
}

/** Draws the changes on two scales, the years of the public observations and the own runs, and how the newest runs ended. */
export function historySvg(site: SiteHistory, shape: Shape): string {
  const { width, margin, names } = shape;
  const changed = rowsOf(site);
  const rows = changed.slice(0, MAX_ROWS);
  // Runs of a part would displace the others; what they found is drawn at the whole run before them.
  const { whole = [], entries = [] } = site.nights ?? {};
  const runs = (whole.length > 0 ? whole : entries).slice(-MAX_RUNS);
  const scales = scalesOf(rows, runs, shape);
  const room = width - 2 * margin;
  const rest = changed.length - rows.length;
  const isAbove = names === 0;
  const height = SIZE.bar + (isAbove ? SIZE.line : 0) + 6;
  const top = margin + 3 * SIZE.line + 8;
  const first = top + (runs.length > 0 ? SIZE.line + 2 : 4);
  const bottom = first + Math.max(1, rows.length) * height;
  const legend: [string, string][] = [
    ...TREATMENTS.filter((name) => name !== 'inconclusive').map((name): [string, string] => [
      FILL[LETTERS[name]] ?? OTHER,
      name,
    ]),
    [OTHER, 'other'],
    ...endingsIn(runs).map((ending): [string, string] => [
      ENDING_FILL[ending],
      `run: ${ENDING_LABELS[ending].word}`,
    ]),
  ];
  const title = historyTitle(site);
  const note = `${countUnchanged(site)}${rest > 0 ? ` ${rest} more groups changed.` : ''}`;
  const titleStyle: TextOptions = { size: SIZE.title, bold: true };
  const legendLines = isAbove ? 5 : 1;
  return picture(width, bottom + 28 + legendLines * SIZE.line, `Since when: ${title}. ${note}`, [
    text(margin, margin + 14, fitted(`Since when: ${title}`, room, titleStyle), titleStyle),
    text(margin, margin + 14 + SIZE.line, fitted(note, room, SMALL), FAINT),
    ...(scales.published ? scaleSvg(scales.published, top, bottom) : []),
    ...(scales.own ? [...scaleSvg(scales.own, top, bottom), ...stripSvg(runs, scales.own, top + 2)] : []),
    ...rows.flatMap(({ label, published, own }, i) => {
      const y = first + i * height;
      const bar = isAbove ? y + SIZE.line : y;
      return [
        text(margin, y + 12, fitted(label, isAbove ? room : names - 8, SMALL), SMALL),
        ...(scales.published && published.length > 0 ? periodsSvg(published, scales.published, bar) : []),
        ...(scales.own && own.length > 0 ? periodsSvg(own, scales.own, bar) : []),
      ];
    }),
    ...legendSvg(legend, shape, bottom + 26),
  ]);
}
