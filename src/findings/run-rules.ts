import type { Level } from '../change/levels.ts';

interface RunRule {
  readonly id: string;
  readonly level: Level;
  readonly fails: boolean;
  readonly title: string;
  /** What it means for an integration, or for whoever runs the contract. */
  readonly impact: string;
  /** What to do about it. */
  readonly remediation: string;
}

/** The rules about a run itself, independent of any comparison. */
export const RUN_RULES = [
  {
    id: 'wanted-fixed',
    level: 'notice',
    fails: true,
    title: 'Atlassian fixed a wanted row: move the row from wanted to the contract.',
    impact: 'Jira now answers as the thread asks for. The contract still describes the old answer.',
    remediation:
      'Move the row from specs/wanted.spec.ts to the table of its credential, and accept a new baseline.',
  },
  {
    id: 'pact-fixed',
    level: 'notice',
    fails: true,
    title: 'An interaction of the wanted pact passes: move its row to the contract.',
    impact:
      'Jira now answers as the wanted pact asks for. The pact of the contract still has the old answer.',
    remediation:
      'Move the row from specs/wanted.spec.ts to the contract, and renew the pacts (npm run pact:write).',
  },
  {
    id: 'contract-broken',
    level: 'critical',
    fails: true,
    title: 'The contract is broken.',
    impact:
      'Jira does not answer as it is known to. An integration that relies on the known answer may misread this one.',
    remediation:
      'Look at the response in the HTML report. If it is the new normal, acknowledge it or accept the run as the baseline.',
  },
  {
    id: 'test-failed',
    level: 'critical',
    fails: true,
    title: 'A test of the contract failed.',
    impact:
      'What the test holds is not true of these answers, so the rest of the contract may not be what it seems.',
    remediation: 'Read the message of the test, and compare it with the answers of its probes.',
  },
  {
    id: 'pact-broken',
    level: 'critical',
    fails: true,
    title: 'An interaction does not match the pact.',
    impact: 'A consumer that trusts the pact gets another answer from Jira than the pact promises.',
    remediation:
      'Look at the mismatch. If the row of the contract changed on purpose, renew the pacts (npm run pact:write).',
  },
  {
    id: 'inference-disproved',
    level: 'info',
    fails: false,
    title: 'A row that was only inferred turned out to be wrong.',
    impact: 'Nothing changed at Jira: the row was a guess, and this is the first real answer.',
    remediation: 'Replace the guess in the row with the answer and its source.',
  },
  {
    id: 'undecided',
    level: 'info',
    fails: false,
    title: 'The answer is inconclusive about the credential.',
    impact: 'It is unknown how Jira treats the credential here.',
    remediation: 'Ask again: a rate limit, an outage or a CAPTCHA may have passed.',
  },
] as const satisfies readonly RunRule[];

export type RunRuleId = (typeof RUN_RULES)[number]['id'];

/** Returns the rule of a run with an id. */
export function runRule(id: RunRuleId): RunRule & { readonly id: RunRuleId } {
  const rule = RUN_RULES.find((candidate) => candidate.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}
