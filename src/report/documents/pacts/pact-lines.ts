import type { PactResult } from '../../../run/pact-result.ts';
import type { Layout } from '../document.ts';
import { interactionName, pactBug, pactNews, pactSkipped, pactSummary } from './pact-words.ts';
import { wrap } from '../../blocks/text-lines.ts';

/**
 * What Pact's verifier said of a pact: what is news, what was skipped and why, and last the count. What is known to fail
 * is listed where all is asked for.
 */
export function pactLines(result: PactResult, { width, all }: Pick<Layout, 'width' | 'all'>): string[] {
  const sign = result.pact === 'wanted' ? '!' : 'x';
  const bug = all ? pactBug(result) : [];
  const told = [
    ...bug.map((one) => `✓ ${interactionName(one)}: known, ${one.reasons.join('; ')}`),
    ...pactNews(result).map(({ interaction, says }) => `${sign} ${interactionName(interaction)}: ${says}`),
    ...pactSkipped(result).map(([reason, number]) => `${String(number).padStart(3)} × skipped: ${reason}`),
  ];
  return [...told.flatMap((line) => wrap(line, width, '      ')), ...wrap(pactSummary(result), width)];
}
