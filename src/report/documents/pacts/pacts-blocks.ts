import type { PactResult } from '../../../run/pact-result.ts';
import { anchored, details, list, paragraph, type Block, type Line } from '../../blocks/blocks.ts';
import { standInSentence } from '../phrases.ts';
import { itemBadge } from '../states.ts';
import type { PactsDocument } from './pacts-document.ts';
import {
  interactionName,
  knownFailures,
  unexpectedResults,
  skippedByReason,
  summarisePact,
} from './pact-phrases.ts';

/** Returns the results of Pact's verifier: counts, unexpected results and skipped interactions; known failures are folded. */
function pactBlocks(result: PactResult): Block[] {
  const state = result.pact === 'wanted' ? 'fixed' : 'new';
  const unexpected = unexpectedResults(result).map(({ interaction, says }): Line => [
    itemBadge(state, true),
    ` ${interactionName(interaction)}: ${says}`,
  ]);
  const skipped = skippedByReason(result).map(([reason, number]): Line => [`${number} × skipped: ${reason}`]);
  const known = knownFailures(result).map((interaction): Line => [
    itemBadge('known', false),
    ` ${interactionName(interaction)}: ${interaction.reasons.join('; ')}`,
  ]);
  return [
    paragraph(summarisePact(result)),
    ...(unexpected.length > 0 ? [list(unexpected)] : []),
    ...(skipped.length > 0 ? [list(skipped)] : []),
    ...(known.length > 0 ? [details('Interactions known to fail', [list(known)])] : []),
  ];
}

/** Returns the section on the pacts; empty if the verifier did not run. */
export function pactsBlocks(results: readonly PactResult[]): Block[] {
  return results.length === 0 ? [] : [anchored('pacts', 2, 'Pacts'), ...results.flatMap(pactBlocks)];
}

/** Returns the report on the pacts alone, with the name and origin of the answers that they were verified on. */
export function pactsReportBlocks({ answers, results }: PactsDocument): Block[] {
  const note = standInSentence(answers.origin);
  return [paragraph(`On ${answers.name}:${note === '' ? '' : ` ${note}`}`), ...pactsBlocks(results)];
}
