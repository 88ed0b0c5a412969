import { asSteady, isConclusive } from '../classify/answer.ts';
import { credentialNamed } from '../contract/credentials.ts';
import type { ContractRow } from '../contract/rows.ts';
import { probeKey } from '../contract/probe.ts';
import { judge } from '../run/judge.ts';
import type { Attempt } from './probe-attempts.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { ruleFor } from '../change/rules.ts';

/**
 * What would raise an alarm: an answer that does not keep the contract, or that differs from the baseline in more than
 * the form of its body. It has to be said twice before it counts.
 */
export function needsConfirmation(
  rows: readonly ContractRow[],
  baseline: Snapshot | undefined,
): (attempt: Attempt) => boolean {
  const expected = new Map(rows.map((row) => [probeKey(row), row.expected]));
  const before = new Map(baseline?.answers.map((seen) => [probeKey(seen), seen.answer]));
  return ({ exchange, answer: once }) => {
    const answer = asSteady(once);
    const key = probeKey(exchange);
    const row = expected.get(key);
    if (row && ['broken', 'disproved'].includes(judge(row, answer).verdict)) return true;
    const was = before.get(key);
    if (!was || !isConclusive(was) || !isConclusive(answer)) return false;
    const { standing } = credentialNamed(exchange.credential);
    // Stryker disable next-line BooleanLiteral: another form of body is of the level info, which raises no alarm
    const rule = ruleFor({ standing, before: was, after: answer, wholeBodies: false });
    return rule !== undefined && rule.level !== 'info';
  };
}
