import type { Probe } from '../../../contract/probe.ts';
import { unexpectedInteractions, type Interaction, type PactResult } from '../../../run/pact-result.ts';
import { count, groupBy } from '../phrases.ts';

/** A probe as the pacts call it: "revoked on GET /rest/api/3/myself". */
export function interactionName({ credential, operation }: Probe): string {
  return `${credential} on ${operation}`;
}

const TITLES = {
  'as-it-is': 'The pact of what Jira does',
  wanted: 'The pact of what Jira should do',
} as const;

/** One sentence: "The pact of what Jira does, by Pact's own verifier: 59 interactions as agreed, 0 not, 56 skipped." */
export function summarisePact(result: PactResult): string {
  const number = (verdict: Interaction['verdict']): number =>
    result.interactions.filter((one) => one.verdict === verdict).length;
  const [passed, failed] = [number('passed'), number('failed')];
  const told =
    result.pact === 'wanted'
      ? `${count(failed, 'interaction')} known to fail, ${passed} newly passing`
      : `${count(passed, 'interaction')} as agreed, ${failed} not`;
  return `${TITLES[result.pact]}, by Pact's own verifier: ${told}, ${number('skipped')} skipped.`;
}

/** The interactions of a pact that are news, each with what there is to say of it. */
export function unexpectedResults(
  result: PactResult,
): { readonly interaction: Interaction; readonly says: string }[] {
  return unexpectedInteractions(result).map((interaction) => ({
    interaction,
    says:
      result.pact === 'wanted'
        ? 'passes: Atlassian fixed this, move it to the contract'
        : interaction.reasons.join('; ') || 'is not as agreed',
  }));
}

/** The interactions of the wanted pact that fail today: one by one, the bug. None of the other pact. */
export function knownFailures({ pact, interactions }: PactResult): Interaction[] {
  return pact === 'wanted' ? interactions.filter(({ verdict }) => verdict === 'failed') : [];
}

/** Why interactions were skipped, with how many each reason holds. */
export function skippedByReason({ interactions }: PactResult): [string, number][] {
  const skipped = interactions.filter(({ verdict }) => verdict === 'skipped');
  return groupBy(skipped, ({ reasons }) => reasons.join('; ')).map(([reason, group]) => [
    reason,
    group.length,
  ]);
}
