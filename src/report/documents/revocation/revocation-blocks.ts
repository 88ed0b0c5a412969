import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import type { Concluded } from '../../../revocation/distribution.ts';
import {
  pageOnly,
  CITATIONS,
  group,
  heading,
  list,
  paragraph,
  picture,
  table,
  texts,
  verdict,
  mono,
  type Block,
  type Line,
} from '../../blocks/blocks.ts';
import { curveSvg } from '../../drawings/curve-svg.ts';
import { timelineSvg } from '../../drawings/timeline-svg.ts';
import type { RevocationDocument } from './revocation-document.ts';
import {
  TABLE_COLUMNS,
  describeDistribution,
  describeDetails,
  describeTransition,
  operationLabel,
  describeMeasurement,
  describeResult,
  tableRow,
  measurementTitle,
} from './revocation-phrases.ts';

/** One measurement: what was watched, how long it went on working, what each operation turned into, and what that is compared with. */
function measurementBlocks(one: Concluded, level: 2 | 3): Block[] {
  const { measurement, conclusion } = one;
  const [number = '', ...rest] = describeResult(one);
  const flips = conclusion.flips.map((flip): Line[] => [
    [mono(flip.operation, operationLabel(flip))],
    [describeTransition(flip, conclusion)],
  ]);
  return [
    heading(level, measurementTitle(measurement)),
    paragraph(describeMeasurement(one)),
    verdict(conclusion.exitCode === 0, number),
    ...rest.filter((text) => text !== '').map((text) => paragraph(text)),
    picture(() => timelineSvg(one)),
    group(
      table(texts('operation', 'what became of it'), flips, {
        obvious: true,
        label: 'What became of each operation',
      }),
    ),
    list(texts(...describeDetails(one))),
    paragraph('Where that was said: ', {
      cites: [...new Set([causeOf(measurement.watch.cause).source, REPORTED.source])].map((source) => ({
        label: 'a public source',
        source,
      })),
    }),
    CITATIONS,
  ];
}

/** All measurements: how they are spread, and a row each. */
function allBlocks({ all, distributions }: RevocationDocument, level: 2 | 3): Block[] {
  return [
    { kind: 'heading', level, line: ['How long a revoked credential goes on working'], id: 'revocation' },
    ...distributions.flatMap((one) => [paragraph(describeDistribution(one)), picture(() => curveSvg(one))]),
    group(
      table(
        texts(...TABLE_COLUMNS),
        all.map((one) => texts(...tableRow(one))),
        { label: 'All measurements' },
      ),
    ),
  ];
}

/** Measurements as a section: the one that it is about, and all of them; where it is about all, the newest at length. */
export function revocationBlocks(document: RevocationDocument): Block[] {
  const { all, current } = document;
  const newest = all.at(-1);
  if (current) {
    const more = all.length > 1 ? allBlocks(document, 3) : [];
    return [...measurementBlocks(current, 2), ...more];
  }
  return newest ? [...allBlocks(document, 2), pageOnly(...measurementBlocks(newest, 3))] : [];
}
