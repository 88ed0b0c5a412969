import { headlineOfDiff } from '../../headline/headline.ts';
import { cardsOfDiff } from '../../headline/cards.ts';
import { CITATIONS, facts, group, paragraph, type Block } from '../../blocks/blocks.ts';
import type { Layout } from '../../layout.ts';
import { cardBlocks } from '../card-blocks.ts';
import type { DiffDocument } from './diff-document.ts';
import { describeProvenance } from '../phrases.ts';
import { describeIdleAcknowledgements } from '../summary.ts';

/** Returns what was compared with what. */
export function sideBlocks({ base, head }: DiffDocument): Block[] {
  return [
    facts([
      ['before', [`${base.name}, ${describeProvenance(base)}`]],
      ['after', [`${head.name}, ${describeProvenance(head)}`]],
    ]),
  ];
}

/** Returns the notes on acknowledgements without effect. */
export function idleBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  return describeIdleAcknowledgements(document, layout).map((sentence) => paragraph(sentence));
}

/** Returns the report on a comparison: what happened, then a card for each rule. */
export function diffBlocks(document: DiffDocument, layout: Pick<Layout, 'all'>): Block[] {
  return [
    { kind: 'headline', headline: headlineOfDiff(document) },
    ...sideBlocks(document),
    ...cardBlocks(cardsOfDiff(document)),
    group(...idleBlocks(document, layout)),
    CITATIONS,
  ];
}
