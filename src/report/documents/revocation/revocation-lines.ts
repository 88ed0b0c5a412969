import { causeOf, REPORTED } from '../../../revocation/causes.ts';
import type { Concluded } from '../../../revocation/distribution.ts';
import type { Layout } from '../document.ts';
import { align, painter, wrap } from '../../blocks/text-lines.ts';
import type { RevocationDocument } from './revocation-document.ts';
import {
  COLUMNS,
  distributionWords,
  factWords,
  flipWords,
  operationWords,
  provenanceWords,
  resultWords,
  rowWords,
  titleWords,
} from './revocation-words.ts';

/** One measurement: what was watched, the number, what each operation turned into, and what it is compared with. */
export function measurementLines(one: Concluded, layout: Layout): string[] {
  const paint = painter(layout);
  const { measurement, conclusion } = one;
  const [number = '', ...rest] = resultWords(one);
  const colour = conclusion.exitCode === 0 ? 'green' : 'red';
  const folded = (texts: readonly string[]): string[] =>
    texts.filter((text) => text !== '').flatMap((text) => wrap(text, layout.width, '  '));
  return [
    ...wrap(titleWords(measurement), layout.width).map((line) => paint('bold', line)),
    ...folded([provenanceWords(one)]),
    '',
    ...wrap(number, layout.width).map((line) => paint(['bold', colour], line)),
    ...folded(rest),
    '',
    ...align(conclusion.flips.map((flip) => [`  ${operationWords(flip)}`, flipWords(flip, conclusion)])),
    '',
    ...folded(factWords(one)),
    ...[...new Set([causeOf(measurement.watch.cause).source, REPORTED.source])].map(
      (source) => `  ${source}`,
    ),
  ];
}

/** All measurements: a line each, and how they are spread. */
export function revocationLines(document: RevocationDocument, layout: Layout): string[] {
  const { all, current } = document;
  const several = all.length > 1 || !current;
  const spread = document.distributions.flatMap((one) => wrap(distributionWords(one), layout.width, '  '));
  return [
    ...(current ? measurementLines(current, layout) : []),
    ...(current && several ? [''] : []),
    ...(several ? align([[...COLUMNS], ...all.map(rowWords)]) : []),
    ...(several && spread.length > 0 ? ['', ...spread] : []),
  ];
}
