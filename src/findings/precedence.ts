import { ONE_SIDED, RULES } from '../change/rules.ts';
import type { FindingRule } from './finding.ts';

const changes = (isInfo: boolean): FindingRule[] =>
  RULES.filter(({ level }) => (level === 'info') === isInfo).map(({ id }) => id);

/**
 * Under which rule a probe is told where it comes under several, the first of these; the others are its aspects. A fix is
 * told as a fix, whatever it breaks; a change tells more than the row that it breaks; a change of form alone tells less.
 */
export const PRECEDENCE: readonly FindingRule[] = [
  'wanted-fixed',
  'pact-fixed',
  ...changes(false),
  'contract-broken',
  'test-failed',
  'pact-broken',
  'inference-disproved',
  ...changes(true),
  'undecided',
  ONE_SIDED.added.id,
  ONE_SIDED.removed.id,
];

/** What is good news: it is told as fixed, not as broken. */
export const GOOD_NEWS: ReadonlySet<FindingRule> = new Set<FindingRule>([
  'wanted-fixed',
  'pact-fixed',
  'guard-tightened',
  'credential-rejected',
  'valid-restored',
  'operation-restored',
]);
