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
  describeStandIns,
  tableRow,
  measurementTitle,
} from './revocation-phrases.ts';

/** Returns the report on one measurement: its subject, the result, how each operation changed, and figures to compare with. */
function measurementBlocks(concluded: Concluded, level: 2 | 3): Block[] {
  const { measurement, conclusion } = concluded;
  const [result = '', ...rest] = describeResult(concluded);
  const flips = conclusion.transitions.map((flip): Line[] => [
    [mono(flip.operation, operationLabel(flip))],
    [describeTransition(flip, conclusion)],
  ]);
  return [
    heading(level, measurementTitle(measurement)),
    paragraph(describeMeasurement(concluded)),
    verdict(conclusion.exitCode === 0, result),
    ...rest.filter((text) => text !== '').map((text) => paragraph(text)),
    picture(`Drawing: ${measurementTitle(measurement)}`, () => timelineSvg(concluded)),
    group(
      table(texts('operation', 'change'), flips, {
        obvious: true,
        label: 'How each operation changed',
      }),
    ),
    list(texts(...describeDetails(concluded))),
    paragraph('Sources: ', {
      cites: [...new Set([causeOf(measurement.watch.cause).source, REPORTED.source])].map((source) => ({
        label: 'a public source',
        source,
      })),
    }),
    CITATIONS,
  ];
}

/** Returns the report on all measurements: their distributions, and a table. */
function allBlocks({ all, distributions }: RevocationDocument, level: 2 | 3): Block[] {
  const standIns = describeStandIns(all);
  return [
    { kind: 'heading', level, line: ['How long a revoked credential keeps working'], id: 'revocation' },
    ...distributions.flatMap((distribution) => [
      paragraph(describeDistribution(distribution)),
      picture(`Drawing: ${describeDistribution(distribution)}`, () => curveSvg(distribution)),
    ]),
    ...(standIns === '' ? [] : [paragraph(standIns)]),
    group(
      table(
        texts(...TABLE_COLUMNS),
        all.map((concluded) => texts(...tableRow(concluded))),
        { label: 'All measurements' },
      ),
    ),
  ];
}

/** Returns the section on measurements: the current one and an overview, or an overview and the newest in detail. */
export function revocationBlocks(document: RevocationDocument): Block[] {
  const { all, current } = document;
  const newest = all.at(-1);
  if (current) {
    const overview = all.length > 1 ? allBlocks(document, 3) : [];
    return [...measurementBlocks(current, 2), ...overview];
  }
  return newest ? [...allBlocks(document, 2), pageOnly(...measurementBlocks(newest, 3))] : [];
}
