import { ONE_SIDED, RULES } from '../change/rules.ts';
import type { FindingRule } from './finding.ts';

const changes = (isInfo: boolean): FindingRule[] =>
  RULES.filter(({ level }) => (level === 'info') === isInfo).map(({ id }) => id);

/**
 * The order in which rules name the finding of a probe that falls under several: the first one wins, the others become its
 * aspects. A fix is reported as a fix, whatever it breaks. A change says more than the row that it breaks, unless only the
 * shape of the body changed.
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

/** Rules of improvements, which are reported as fixed. */
export const GOOD_NEWS: ReadonlySet<FindingRule> = new Set<FindingRule>([
  'wanted-fixed',
  'pact-fixed',
  'guard-tightened',
  'credential-rejected',
  'valid-restored',
  'operation-restored',
]);
