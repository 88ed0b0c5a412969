import type { PactResult } from '../../run/pact-result.ts';
import type { Layout } from '../document.ts';
import { interactionName, pactNews, pactSkipped, pactSummary } from '../pact-words.ts';
import { wrap } from './lines.ts';

/** What Pact's verifier said of a pact: what is news, what was skipped and why, and last the count. */
export function pactLines(result: PactResult, { width }: Pick<Layout, 'width'>): string[] {
  const sign = result.pact === 'wanted' ? '!' : 'x';
  const told = [
    ...pactNews(result).map(({ interaction, says }) => `${sign} ${interactionName(interaction)}: ${says}`),
    ...pactSkipped(result).map(([reason, number]) => `${String(number).padStart(3)} × skipped: ${reason}`),
  ];
  return [...told.flatMap((line) => wrap(line, width, '      ')), ...wrap(pactSummary(result), width)];
}
