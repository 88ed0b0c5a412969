import type { Probe } from '../../../contract/probe.ts';
import { unexpectedInteractions, type Interaction, type PactResult } from '../../../run/pact-result.ts';
import { count, groupBy } from '../phrases.ts';

/** Returns the name of a probe in the pacts: "revoked on GET /rest/api/3/myself". */
export function interactionName({ credential, operation }: Probe): string {
  return `${credential} on ${operation}`;
}

const TITLES = {
  'as-it-is': 'Pact of what Jira does',
  wanted: 'Pact of what Jira should do',
} as const;

/** Summarises a pact: "Pact of what Jira does, checked by Pact's own verifier: 59 interactions passed, 0 failed, 56 skipped." */
export function summarisePact(result: PactResult): string {
  const number = (verdict: Interaction['verdict']): number =>
    result.interactions.filter((interaction) => interaction.verdict === verdict).length;
  const [passed, failed] = [number('passed'), number('failed')];
  const counts =
    result.pact === 'wanted'
      ? `${count(failed, 'interaction')} known to fail, ${passed} newly passing`
      : `${count(passed, 'interaction')} passed, ${failed} failed`;
  return `${TITLES[result.pact]}, checked by Pact's own verifier: ${counts}, ${number('skipped')} skipped.`;
}

/** Returns the interactions with an unexpected result, each with an explanation. */
export function unexpectedResults(
  result: PactResult,
): { readonly interaction: Interaction; readonly says: string }[] {
  return unexpectedInteractions(result).map((interaction) => ({
    interaction,
    says:
      result.pact === 'wanted'
        ? 'passes: Atlassian fixed this, move it to the contract'
        : interaction.reasons.join('; ') || 'fails',
  }));
}

/** Returns the interactions of the wanted pact that still fail; none of the other pact. */
export function knownFailures({ pact, interactions }: PactResult): Interaction[] {
  return pact === 'wanted' ? interactions.filter(({ verdict }) => verdict === 'failed') : [];
}

/** Counts the skipped interactions by reason. */
export function skippedByReason({ interactions }: PactResult): [string, number][] {
  const skipped = interactions.filter(({ verdict }) => verdict === 'skipped');
  return groupBy(skipped, ({ reasons }) => reasons.join('; ')).map(([reason, group]) => [
    reason,
    group.length,
  ]);
}
