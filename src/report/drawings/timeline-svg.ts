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

/** Minutes on a picture: from the event to a little after the last answer, and at least to what users reported. */
export interface Scale {
  readonly to: number;
  readonly x: (ms: number) => number;
}

/** The scale of a picture that shows times up to a length. */
export function scaleTo(longest: number): Scale {
  const to = Math.max(REPORTED.ms * 1.1, longest * 1.05);
  const left = SIZE.margin + SIZE.names;
  const room = SIZE.width - left - SIZE.margin;
  return { to, x: (ms) => round(left + (Math.max(0, Math.min(ms, to)) / to) * room) };
}

/** The axis in minutes, with what the delay is compared with. */
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
      // Near the right border there is no room behind the line.
      anchor: x(REPORTED.ms) > SIZE.width - 100 ? 'end' : 'start',
    }),
    text(x(0), bottom + 28, 'minutes after the event', { size: 11, fill: INK.faint }),
  ];
}

/** Answers that fall on one another are one mark: a thousand of them are no picture. */
const distinct = (probes: readonly ProbeLine[], place: (probe: ProbeLine) => number): ProbeLine[] => [
  ...new Map(probes.map((probe) => [`${Math.round(place(probe) / 2)} ${probe.treatment}`, probe])).values(),
];

/** One measurement over time: what each answer was, the bounds of the moment, and what got into the way. */
export function timelineSvg(one: Concluded): string {
  const { measurement, conclusion } = one;
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
  const [number = '', ...rest] = describeResult(one);
  return picture(SIZE.width, bottom + 64, `${measurementTitle(measurement)}. ${number}`, [
    text(margin, margin + 14, measurementTitle(measurement), { size: 14, bold: true }),
    text(margin, margin + 14 + gap, `${number} ${rest[0] ?? ''}`),
    text(margin, margin + 14 + 2 * gap, describeMeasurement(one), { fill: INK.faint, size: 11 }),
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
