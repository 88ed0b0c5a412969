import { causeOf } from '../../revocation/causes.ts';
import type { Concluded } from '../../revocation/distribution.ts';
import {
  heading,
  link,
  list,
  mono,
  paragraph,
  strong,
  table,
  type Block,
  type Line,
} from '../blocks/blocks.ts';
import type { RevocationDocument } from './revocation-document.ts';
import {
  claimWords,
  distributionWords,
  flipWords,
  provenanceWords,
  resultWords,
  skewWords,
  spanWords,
  timeWords,
  titleWords,
  togetherWords,
  troubleWords,
} from './revocation-words.ts';

/** One measurement as a section. */
export function measurementBlocks(one: Concluded): Block[] {
  const { measurement, conclusion } = one;
  const [number = '', ...rest] = resultWords(one);
  const facts = [
    provenanceWords(one),
    togetherWords(conclusion),
    ...troubleWords(measurement),
    skewWords(conclusion),
    `${measurement.probes.length} answers.`,
  ].filter((fact) => fact !== '');
  return [
    heading(2, titleWords(measurement)),
    paragraph(strong(number), ` ${rest.join(' ')}`),
    table(
      [['operation'], ['what became of it']],
      conclusion.flips.map((flip): Line[] => [[mono(flip.operation)], [flipWords(flip, conclusion)]]),
    ),
    list(facts.map((fact) => [fact])),
    paragraph(
      `${claimWords(measurement)} `,
      link(causeOf(measurement.watch.cause).source, 'The thread'),
      '.',
    ),
  ];
}

const row = ({ measurement: { watch, end }, conclusion: { delay } }: Concluded): Line[] => [
  [timeWords(watch.at).slice(0, 10)],
  [watch.site],
  [watch.cause],
  [delay ? spanWords(delay) : '–'],
  [end?.ending ?? 'cut off'],
];

/** Measurements as blocks: the one that it is about, then all of them and how they are spread. */
export function revocationBlocks({ all, current, distributions }: RevocationDocument): Block[] {
  const several = all.length > 1 || !current;
  const rows = all.map(row);
  return [
    ...(current ? measurementBlocks(current) : []),
    ...(several && rows.length > 0
      ? [
          heading(2, 'How long a revoked credential goes on working'),
          ...distributions.map((one) => paragraph(distributionWords(one))),
          table([['date'], ['site'], ['cause'], ['went on working'], ['end']], rows),
        ]
      : []),
  ];
}
