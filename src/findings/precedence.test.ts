import { describe, expect, it } from 'vitest';
import { RULES } from '../change/rules.ts';
import { GOOD_NEWS, PRECEDENCE } from './precedence.ts';

const ids = (isInfo: boolean): string[] =>
  RULES.filter(({ level }) => (level === 'info') === isInfo).map(({ id }) => id);

describe('the rule under which a probe is told', () => {
  it('is a fix before all, a change before the row that it breaks, a change of form after it', () => {
    expect(PRECEDENCE).toEqual([
      'wanted-fixed',
      'pact-fixed',
      ...ids(false),
      'contract-broken',
      'test-failed',
      'pact-broken',
      'inference-disproved',
      ...ids(true),
      'undecided',
      'probe-added',
      'probe-removed',
    ]);
    expect(ids(true)).toEqual(['signal-gained', 'shape-changed']);
  });

  it('is good news where a fix came, a guard is back, or what works does so again', () => {
    expect([...GOOD_NEWS].toSorted()).toEqual([
      'credential-rejected',
      'guard-tightened',
      'operation-restored',
      'pact-fixed',
      'valid-restored',
      'wanted-fixed',
    ]);
  });
});
