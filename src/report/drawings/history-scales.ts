import type { Entry } from '../../history/entry.ts';
import type { Period } from '../../history/timeline.ts';
import { count } from '../documents/phrases.ts';
import { fitted, INK, line, round, text, type TextOptions } from './draw.ts';
import type { Panel } from './place-periods.ts';

/** Width of the narrowest period: room for three digits. */
export const LEAST = 28;

/** The style of small texts. */
export const SMALL: TextOptions = { size: 11 };

/** The style of small texts that matter less. */
export const FAINT: TextOptions = { ...SMALL, fill: INK.faint };

const HEAD: TextOptions = { ...SMALL, bold: true };

/** A mark on a scale. */
interface Mark {
  readonly x: number;
  readonly label: string;
  readonly anchor: TextOptions['anchor'];
}

/** A panel, its title, and the marks on its scale. */
export interface Scale extends Panel {
  /** From the longest to the shortest, for the room that there is. */
  readonly titles: readonly string[];
  readonly marks: readonly Mark[];
}

/** Least distance between two years on the scale. */
const YEAR = 40;

/** Returns the years that begin between two times, newest first. */
function yearsBetween(first: number, last: number): number[] {
  const [from, to] = [new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear()];
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => to - i);
}

/** Returns a filter that leaves out marks that are too close to the last one that it let pass. */
function apart(): (mark: Mark) => boolean {
  let last = Number.POSITIVE_INFINITY;
  return ({ x }) => {
    if (last - x < YEAR) return false;
    last = x;
    return true;
  };
}

/** Returns the scale of the public observations: years, as many as there is room for. */
export function publicScale(periods: readonly Period[], left: number, right: number): Scale {
  const times = periods.flatMap(({ from, to }) => [Date.parse(from), Date.parse(to)]);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const x = (time: number): number =>
    round(left + ((time - first) / Math.max(1, last - first)) * (right - left - LEAST));
  return {
    left,
    right,
    range: (period) => [x(Date.parse(period.from)), x(Date.parse(period.to))],
    titles: ['public observations', 'public'],
    marks: yearsBetween(first, last)
      .map((year) => ({ x: x(Date.UTC(year, 0)), label: String(year), anchor: 'middle' as const }))
      .filter((mark) => mark.x - left >= YEAR / 2)
      .filter(apart()),
  };
}

/** Returns the scale of the own runs: each run has the same width. */
export function ownScale(runs: readonly Entry[], left: number, right: number): Scale {
  const slot = (right - left) / Math.max(1, runs.length);
  const indexOf = (at: string): number =>
    Math.max(
      0,
      runs.findLastIndex((run) => run.at <= at),
    );
  const [first, last] = [runs[0], runs.at(-1)];
  return {
    left,
    right,
    range: ({ from, to }) => [round(left + indexOf(from) * slot), round(left + (indexOf(to) + 1) * slot)],
    titles: [`the last ${count(runs.length, 'run')}`, 'own'],
    marks: [
      ...(first ? [{ x: left, label: first.at.slice(0, 10), anchor: 'start' as const }] : []),
      ...(last && last !== first ? [{ x: right, label: last.at.slice(0, 10), anchor: 'end' as const }] : []),
    ],
  };
}

/** Draws the title and the marks of a scale. */
export function scaleSvg({ left, right, titles, marks }: Scale, top: number, bottom: number): string[] {
  const room = right - left;
  return [
    text(left, top - 6, titles.find((title) => fitted(title, room, HEAD) === title) ?? '', HEAD),
    ...marks.flatMap(({ x, label, anchor }) => [
      line([x, top], [x, bottom], { stroke: INK.line }),
      text(x, bottom + 14, label, { ...FAINT, anchor: anchor ?? 'middle' }),
    ]),
  ];
}
