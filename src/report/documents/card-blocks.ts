import { details, type Block } from '../blocks/blocks.ts';
import type { Card } from '../headline/model.ts';
import { count } from './phrases.ts';

const cardBlock = (card: Card): Block => ({ kind: 'card', card });

const findings = (cards: readonly Card[]): number =>
  cards.reduce(
    (sum, { turns }) => sum + turns.reduce((part, { probes }) => part + Math.max(1, probes.length), 0),
    0,
  );

/** Returns cards under one summary that says how many findings it folds. */
function folded(cards: readonly Card[], words: (number: number) => string): Block[] {
  if (cards.length === 0) return [];
  const summary = words(findings(cards));
  return [details(summary, cards.map(cardBlock), `${summary}; --all lists them`)];
}

/** Returns the cards: those that matter in full, minor and known ones folded. */
export function cardBlocks(cards: readonly Card[]): Block[] {
  const open = cards.filter(({ isKnown, isMinor }) => !isKnown && !isMinor);
  const minor = cards.filter(({ isMinor }) => isMinor);
  const known = cards.filter(({ isKnown }) => isKnown);
  return [
    ...open.map(cardBlock),
    ...folded(
      minor,
      (number) => `${count(number, 'difference')} that ${number === 1 ? 'raises' : 'raise'} no alarm`,
    ),
    ...folded(known, (number) => `${count(number, 'known finding')}, acknowledged`),
  ];
}
