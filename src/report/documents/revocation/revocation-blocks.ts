import { causeOf } from '../../../revocation/causes.ts';
import type { Concluded } from '../../../revocation/distribution.ts';
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
} from '../../blocks/blocks.ts';
import type { RevocationDocument } from './revocation-document.ts';
import {
  COLUMNS,
  distributionWords,
  factWords,
  flipWords,
  provenanceWords,
  resultWords,
  rowWords,
  titleWords,
} from './revocation-words.ts';

/** One measurement as a section. */
export function measurementBlocks(one: Concluded): Block[] {
  const { measurement, conclusion } = one;
  const [number = '', ...rest] = resultWords(one);
  return [
    heading(2, titleWords(measurement)),
    paragraph(strong(number), ` ${rest.join(' ')}`),
    table(
      [['operation'], ['what became of it']],
      conclusion.flips.map((flip): Line[] => [[mono(flip.operation)], [flipWords(flip, conclusion)]]),
    ),
    list([provenanceWords(one), ...factWords(one)].map((fact) => [fact])),
    paragraph(link(causeOf(measurement.watch.cause).source, 'Where that was said'), '.'),
  ];
}

/** Measurements as blocks: the one that it is about, then all of them and how they are spread. */
export function revocationBlocks({ all, current, distributions }: RevocationDocument): Block[] {
  const several = all.length > 1 || !current;
  const rows = all.map((one) => rowWords(one).map((word): Line => [word]));
  return [
    ...(current ? measurementBlocks(current) : []),
    ...(several && rows.length > 0
      ? [
          heading(2, 'How long a revoked credential goes on working'),
          ...distributions.map((one) => paragraph(distributionWords(one))),
          table(
            COLUMNS.map((name): Line => [name]),
            rows,
          ),
        ]
      : []),
  ];
}
