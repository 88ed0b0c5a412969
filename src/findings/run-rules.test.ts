import { describe, expect, it } from 'vitest';
import { RUN_RULES, runRule, type RunRuleId } from './run-rules.ts';

describe('the rules of a run', () => {
  // What fails a run must never stop doing so unnoticed: a broken pact that exits with 0 is worse than none.
  it.each<[RunRuleId, string, boolean]>([
    ['wanted-fixed', 'notice', true],
    ['pact-fixed', 'notice', true],
    ['contract-broken', 'critical', true],
    ['test-failed', 'critical', true],
    ['pact-broken', 'critical', true],
    ['inference-disproved', 'info', false],
    ['undecided', 'info', false],
  ])('%s is %s, and fails a run: %s', (id, level, fails) => {
    expect(runRule(id)).toMatchObject({ id, level, fails });
  });

  it('are all in the table above, each with its own title', () => {
    expect(RUN_RULES).toHaveLength(7);
    expect(new Set(RUN_RULES.map(({ title }) => title)).size).toBe(7);
  });
});
