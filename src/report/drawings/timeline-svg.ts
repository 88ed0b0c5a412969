import { TREATMENTS } from '../../contract/treatment.ts';
import { causeOf, REPORTED } from '../../revocation/causes.ts';
import type { Concluded } from '../../revocation/distribution.ts';
import type { ProbeLine } from '../../revocation/measurement.ts';
import { LETTERS } from '../documents/check/matrix.ts';
import { box, FILL, INK, line, picture, round, text } from './draw.ts';
import {
  operationLabel,
  describeMeasurement,
  describeResult,
  measurementTitle,
} from '../documents/revocation/revocation-phrases.ts';

const MINUTE = 60_000;

const SIZE = { width: 800, margin: 16, names: 150, row: 30, line: 20, mark: 10 };

/** Horizontal scale in milliseconds after the event, to a little after the last answer and at least the reported delay. */
export interface Scale {
  readonly to: number;
  readonly x: (ms: number) => number;
}

/** Returns the scale of a picture that shows times up to `longest` milliseconds. */
export function scaleTo(longest: number): Scale {
  const to = Math.max(REPORTED.ms * 1.1, longest * 1.05);
  const left = SIZE.margin + SIZE.names;
  const room = SIZE.width - left - SIZE.margin;
  return { to, x: (ms) => round(left + (Math.max(0, Math.min(ms, to)) / to) * room) };
}

/** Draws the axis in minutes, with the documented and the reported delay. */
export function axisSvg({ to, x }: Scale, bound: number, [top, bottom]: readonly [number, number]): string[] {
  const step = [1, 2, 5, 10, 20, 60, 240].find((minutes) => to / MINUTE / minutes <= 12) ?? 1440;
  const ticks = Array.from({ length: Math.floor(to / MINUTE / step) + 1 }, (_, i) => i * step);
  return [
    ...ticks.flatMap((minutes) => [
      line([x(minutes * MINUTE), top], [x(minutes * MINUTE), bottom]),
      text(x(minutes * MINUTE), bottom + 14, String(minutes), {
        anchor: 'middle',
        size: 11,
        fill: INK.faint,
      }),
    ]),
    line([x(bound), top - 8], [x(bound), bottom], { stroke: INK.text, dashed: true }),
    text(x(bound) + 3, top - 10, 'documented', { size: 11 }),
    line([x(REPORTED.ms), top - 8], [x(REPORTED.ms), bottom], { stroke: INK.bad, dashed: true }),
    text(x(REPORTED.ms) + 3, top - 10, 'reported 2019', {
      size: 11,
      fill: INK.bad,
      // Near the right border there is no room right of the line.
      anchor: x(REPORTED.ms) > SIZE.width - 100 ? 'end' : 'start',
    }),
    text(x(0), bottom + 28, 'minutes after the event', { size: 11, fill: INK.faint }),
  ];
}

/** Leaves out answers that would be drawn on top of each other. */
const distinct = (probes: readonly ProbeLine[], place: (probe: ProbeLine) => number): ProbeLine[] => [
  ...new Map(probes.map((probe) => [`${Math.round(place(probe) / 2)} ${probe.treatment}`, probe])).values(),
];

/** Draws a measurement over time: each answer, the bounds of the change, and troubles. */
export function timelineSvg(concluded: Concluded): string {
  const { measurement, conclusion } = concluded;
  const { watch, probes, troubles } = measurement;
  const start = conclusion.event?.most ?? watch.at;
  const last = Math.max(start, ...probes.map(({ got }) => got));
  const scale = scaleTo(last - start);
  const { margin, names, row, line: gap, mark } = SIZE;
  const rows = [
    ...watch.operations.map((operation) => ({
      name: operationLabel({ operation }),
      who: 'watched' as const,
      operation,
    })),
    { name: 'the control', who: 'control' as const, operation: undefined },
  ];
  const top = margin + 3 * gap + 24;
  const bottom = top + rows.length * row;
  const at = ({ sent }: ProbeLine): number => scale.x(sent - start);
  const { ended } = conclusion;
  const [result = '', ...rest] = describeResult(concluded);
  return picture(SIZE.width, bottom + 64, `${measurementTitle(measurement)}. ${result}`, [
    text(margin, margin + 14, measurementTitle(measurement), { size: 14, bold: true }),
    text(margin, margin + 14 + gap, `${result} ${rest[0] ?? ''}`),
    text(margin, margin + 14 + 2 * gap, describeMeasurement(concluded), { fill: INK.faint, size: 11 }),
    ...troubles.map(({ from, to }) =>
      box(
        scale.x(from - start),
        top,
        Math.max(2, scale.x(to - start) - scale.x(from - start)),
        bottom - top,
        {
          fill: FILL['?'] ?? 'none',
          stroke: FILL['?'] ?? 'none',
        },
      ),
    ),
    ...axisSvg(scale, causeOf(watch.cause).bound, [top, bottom]),
    ...(ended
      ? [
          box(
            scale.x(ended.least - start),
            top,
            Math.max(3, scale.x(ended.most - start) - scale.x(ended.least - start)),
            bottom - top,
            { stroke: INK.bad, thick: 2 },
          ),
        ]
      : []),
    ...rows.flatMap(({ name, who, operation }, i) => {
      const y = top + i * row + (row - mark) / 2;
      const own = probes.filter(
        (probe) => probe.who === who && (operation === undefined || probe.operation === operation),
      );
      return [
        text(margin + names - 8, y + mark, name, { anchor: 'end' }),
        ...distinct(own, at).map((probe) =>
          box(at(probe) - mark / 2, y, mark, mark, {
            fill: FILL[LETTERS[probe.treatment]] ?? 'none',
            stroke: INK.faint,
          }),
        ),
      ];
    }),
    ...TREATMENTS.flatMap((treatment, i) => [
      box(margin + names + i * 120, bottom + 40, mark, mark, {
        fill: FILL[LETTERS[treatment]] ?? 'none',
        stroke: INK.faint,
      }),
      text(margin + names + i * 120 + mark + 6, bottom + 49, treatment, { size: 11 }),
    ]),
  ]);
}
