import type { Level } from '../../change/levels.ts';
import { ONE_SIDED, RULES, ruleSentence } from '../../change/rules.ts';
import type { FindingRule } from '../../findings/finding.ts';
import { RUN_RULES } from '../../findings/run-rules.ts';
import { ruleAdvice, type Advice } from '../documents/rule-advice.ts';

/** What a rule is about, apart from any single probe. */
export interface RuleHelp extends Advice {
  readonly level: Level;
  readonly title: string;
}

const ONE_SIDED_RULES = Object.values(ONE_SIDED);

/** Returns the explanation of a rule, be it about changes or about a run. No part of it is empty. */
export function ruleHelp(id: FindingRule): RuleHelp {
  const oneSided = ONE_SIDED_RULES.find((rule) => rule.id === id);
  if (oneSided) return { ...oneSided, title: oneSided.sentence };
  const change = RULES.find((rule) => rule.id === id);
  const run = RUN_RULES.find((rule) => rule.id === id);
  if (change) return { level: change.level, title: ruleSentence(change.id), ...ruleAdvice(id) };
  if (!run) throw new Error(`no rule ${id}`);
  return { level: run.level, title: run.title, ...ruleAdvice(id) };
}
