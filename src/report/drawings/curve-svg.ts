import { causeOf } from '../../revocation/causes.ts';
import type { Distribution } from '../../revocation/distribution.ts';
import { area, INK, line, picture, text } from './draw.ts';
import { describeDistribution } from '../documents/revocation/revocation-phrases.ts';
import { axisSvg, scaleTo, type Scale } from './timeline-svg.ts';

const SIZE = { width: 800, margin: 16, names: 150, height: 200, line: 20 };

/** Returns the steps of the share of values up to each value, as points of the picture. */
function steps(values: readonly number[], { x }: Scale, y: (share: number) => number): [number, number][] {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.flatMap((value, i) =>
    // An unbounded value is never reached.
    value === Number.POSITIVE_INFINITY
      ? []
      : ([
          [x(value), y(i / sorted.length)],
          [x(value), y((i + 1) / sorted.length)],
        ] as [number, number][]),
  );
}

/**
 * Draws the share of measurements in which the credential no longer worked after a given time. Delays are known between
 * bounds, so the share is a band: the upper border uses the lower bounds, the lower border the upper bounds.
 */
export function curveSvg(distribution: Distribution): string {
  const { delays, cause } = distribution;
  const finite = delays.flatMap(({ least, most }) => [
    least,
    most === Number.POSITIVE_INFINITY ? least : most,
  ]);
  const scale = scaleTo(Math.max(...finite));
  const { margin, names, height, line: gap, width } = SIZE;
  const [top, bottom] = [margin + 2 * gap + 24, margin + 2 * gap + 24 + height];
  const y = (share: number): number => bottom - share * height;
  const early = steps(
    delays.map(({ least }) => least),
    scale,
    y,
  );
  const late = steps(
    delays.map(({ most }) => most),
    scale,
    y,
  );
  const reached = late.at(-1)?.[1] ?? bottom;
  const right = scale.x(scale.to);
  const border: [number, number][] = [
    [scale.x(0), bottom],
    ...early,
    [right, y(1)],
    [right, reached],
    ...late.toReversed(),
    [scale.x(0), bottom],
  ];
  const [title = '', ...rest] = describeDistribution(distribution).split('. ');
  return picture(width, bottom + 40, describeDistribution(distribution), [
    text(margin, margin + 14, title, { size: 16, bold: true }),
    text(margin, margin + 14 + gap, rest.join('. ')),
    ...axisSvg(scale, causeOf(cause).bound, [top, bottom]),
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
      line([scale.x(0), y(share)], [right, y(share)]),
      text(margin + names - 8, y(share) + 4, `${share * 100} %`, { anchor: 'end', size: 11 }),
    ]),
    area(border, '#b3d4ff', INK.text),
  ]);
}
