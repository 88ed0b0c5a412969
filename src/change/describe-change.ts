import { capitalise } from '../capitalise.ts';
import { credentialNamed } from '../contract/credentials.ts';
import type { Change } from './change.ts';
import { explainChange, type ChangeExplanation } from './rules.ts';

/** Explains a change to a person; returns undefined if the probe is in one snapshot only. */
export function describeChange({
  rule,
  credential,
  operation,
  before,
  after,
}: Change): ChangeExplanation | undefined {
  if (!before || !after) return undefined;
  const { noun } = credentialNamed(credential);
  return explainChange(rule, {
    noun: capitalise(noun),
    operation,
    before,
    after,
  });
}
