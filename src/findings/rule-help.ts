import { ONE_SIDED, RULES, ruleSentence } from '../change/rules.ts';
import type { Level } from '../change/levels.ts';
import type { FindingRule } from './finding.ts';
import { RUN_RULES } from './run-rules.ts';

/** What a rule is about, apart from any single probe. */
export interface RuleHelp {
  readonly level: Level;
  readonly title: string;
  /** What it means for an integration. */
  readonly impact: string;
  readonly remediation: string;
}

/** Returns the explanation of a rule, be it about changes or about a run. */
export function ruleHelp(id: FindingRule): RuleHelp {
  const change = [...RULES, ...Object.values(ONE_SIDED)].find((rule) => rule.id === id);
  if (change) {
    const { level, impact, remediation } = change;
    return { level, title: ruleSentence(change.id), impact, remediation };
  }
  const run = RUN_RULES.find((rule) => rule.id === id);
  if (!run) throw new Error(`no rule ${id}`);
  return run;
}
