import { RULES } from '../../change/rules.ts';
import type { FindingRule } from '../../findings/finding.ts';

/** What a rule means for an integration, and what to do. */
export interface Advice {
  readonly impact: string;
  readonly remediation: string;
}

/** The advice of rules that are not about changes. */
const OF_RUN: Readonly<Partial<Record<FindingRule, Advice>>> = {
  'wanted-fixed': {
    impact: 'A client can tell a dead token from an empty site, as was asked for.',
    remediation:
      'Move the row from specs/wanted.spec.ts to the contract, then accept the run as the baseline.',
  },
  'pact-fixed': {
    impact: 'A consumer of the wanted pact can rely on the interaction.',
    remediation: 'Move the row from specs/wanted.spec.ts to the contract, then run npm run pact:write.',
  },
  'contract-broken': {
    impact: 'An integration that relies on the contract meets an answer that it does not expect.',
    remediation:
      'Look at the response. If Jira has changed, correct the row and name the source; if not, look for a proxy or a policy.',
  },
  'test-failed': {
    impact: 'The contract as a whole does not hold, although no single row shows it.',
    remediation: 'Read the message of the test.',
  },
  'pact-broken': {
    impact: 'A consumer of the pact meets an answer that it does not expect.',
    remediation: 'Compare the interaction with the answer, then renew the pact with npm run pact:write.',
  },
  'inference-disproved': {
    impact: 'None: nobody had observed the answer before.',
    remediation: 'Correct the row with this answer as its source.',
  },
  undecided: {
    impact: 'The answer shows nothing about the token: neither a change nor that nothing changed.',
    remediation: 'Ask again later. If it stays so, look at the response.',
  },
};

const NONE: Advice = { impact: '', remediation: '' };

/** Returns what a rule means and what to do; empty for a probe that is in one snapshot only. */
export function ruleAdvice(rule: FindingRule): Advice {
  return RULES.find(({ id }) => id === rule) ?? OF_RUN[rule] ?? NONE;
}
