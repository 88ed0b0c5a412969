import type { Level } from '../change/levels.ts';

interface RunRule {
  readonly id: string;
  readonly level: Level;
  readonly fails: boolean;
  readonly title: string;
}

/** The rules about a run itself, independent of any comparison. */
export const RUN_RULES = [
  {
    id: 'wanted-fixed',
    level: 'notice',
    fails: true,
    title: 'Atlassian fixed a wanted row: move the row from wanted to the contract.',
  },
  {
    id: 'pact-fixed',
    level: 'notice',
    fails: true,
    title: 'An interaction of the wanted pact passes: move its row to the contract.',
  },
  { id: 'contract-broken', level: 'critical', fails: true, title: 'The contract is broken.' },
  { id: 'test-failed', level: 'critical', fails: true, title: 'A test of the contract failed.' },
  {
    id: 'pact-broken',
    level: 'critical',
    fails: true,
    title: 'An interaction does not match the pact.',
  },
  {
    id: 'inference-disproved',
    level: 'info',
    fails: false,
    title: 'A row that was only inferred turned out to be wrong.',
  },
  { id: 'undecided', level: 'info', fails: false, title: 'The answer is inconclusive about the credential.' },
] as const satisfies readonly RunRule[];

export type RunRuleId = (typeof RUN_RULES)[number]['id'];

/** Returns the rule of a run with an id. */
export function runRule(id: RunRuleId): RunRule & { readonly id: RunRuleId } {
  const rule = RUN_RULES.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}
