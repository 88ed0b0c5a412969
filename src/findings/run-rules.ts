import type { Level } from '../change/levels.ts';

interface RunRule {
  readonly id: string;
  readonly level: Level;
  readonly fails: boolean;
  readonly title: string;
}

/** What can be found in a run whatever it is compared with. */
export const RUN_RULES = [
  {
    id: 'wanted-fixed',
    level: 'notice',
    fails: true,
    title: 'Atlassian fixed what was asked for: move the row from wanted to the contract.',
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
    title: 'An interaction of the pact is not as agreed.',
  },
  {
    id: 'inference-disproved',
    level: 'info',
    fails: false,
    title: 'A row that was only inferred turned out to be different.',
  },
  { id: 'undecided', level: 'info', fails: false, title: 'The answer says nothing about the credential.' },
] as const satisfies readonly RunRule[];

export type RunRuleId = (typeof RUN_RULES)[number]['id'];

/** A rule of a run by its id. */
export function runRule(id: RunRuleId): RunRule & { readonly id: RunRuleId } {
  const rule = RUN_RULES.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}
