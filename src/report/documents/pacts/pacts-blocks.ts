import type { PactResult } from '../../../run/pact-result.ts';
import { anchored, details, list, parts, paragraph, type Block, type Line } from '../../blocks/blocks.ts';
import { itemBadge } from '../states.ts';
import {
  interactionName,
  knownFailures,
  unexpectedResults,
  skippedByReason,
  summarisePact,
} from './pact-phrases.ts';

/** What Pact's verifier said of a pact: the count, what is news, what was skipped and why; folded, what is known to fail. */
function pactBlocks(result: PactResult): Block[] {
  const state = result.pact === 'wanted' ? 'fixed' : 'new';
  const news = unexpectedResults(result).map(({ interaction, says }): Line => [
    itemBadge(state, true),
    ` ${interactionName(interaction)}: ${says}`,
  ]);
  const skipped = skippedByReason(result).map(([reason, number]): Line => [`${number} × skipped: ${reason}`]);
  const bug = knownFailures(result).map((one): Line => [
    itemBadge('known', false),
    ` ${interactionName(one)}: ${one.reasons.join('; ')}`,
  ]);
  return [
    parts(
      [paragraph(summarisePact(result))],
      [
        ...(news.length > 0 ? [list(news)] : []),
        ...(skipped.length > 0 ? [list(skipped)] : []),
        ...(bug.length > 0 ? [details('Known to fail: one by one, the bug', [list(bug)])] : []),
      ],
    ),
  ];
}

/** Pacts as a section; nothing where the verifier was not asked. */
export function pactsBlocks(results: readonly PactResult[]): Block[] {
  return results.length === 0 ? [] : [anchored('pacts', 2, 'The pacts'), ...results.flatMap(pactBlocks)];
}
