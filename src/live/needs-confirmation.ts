import { countedAsSteady, isConclusive } from '../classify/answer.ts';
import { credentialNamed } from '../contract/credentials.ts';
import type { ContractRow } from '../contract/rows.ts';
import { probeKey } from '../contract/probe.ts';
import { judge } from '../run/judge.ts';
import type { Attempt } from './probe-attempts.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { ruleFor } from '../change/rules.ts';

/**
 * Returns the test for alarms: an answer raises one if it breaks the contract, or differs from the baseline in more than the
 * shape of its body. An alarm must be confirmed before it counts.
 */
export function needsConfirmation(
  rows: readonly ContractRow[],
  baseline: Snapshot | undefined,
): (attempt: Attempt) => boolean {
  const expected = new Map(rows.map((row) => [probeKey(row), row.expected]));
  const before = new Map(baseline?.answers.map((entry) => [probeKey(entry), entry.answer]));
  return ({ exchange, answer: single }) => {
    const answer = countedAsSteady(single);
    const key = probeKey(exchange);
    const row = expected.get(key);
    if (row && ['broken', 'disproved'].includes(judge(row, answer).verdict)) return true;
    const was = before.get(key);
    if (!was || !isConclusive(was) || !isConclusive(answer)) return false;
    const { standing } = credentialNamed(exchange.credential);
    // Stryker disable next-line BooleanLiteral: a different shape of a body has the level info, which raises no alarm
    const rule = ruleFor({ standing, before: was, after: answer, wholeBodies: false });
    return rule !== undefined && rule.level !== 'info';
  };
}
