import { describe, expect, it } from 'vitest';
import { RULES } from '../change/rules.ts';
import { GOOD_NEWS, PRECEDENCE } from './precedence.ts';

const ids = (isInfo: boolean): string[] =>
  RULES.filter(({ level }) => (level === 'info') === isInfo).map(({ id }) => id);

describe('the first rule of a probe', () => {
  it('is a fix before anything else, a change before the row that it breaks, a change of shape after it', () => {
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

  it('is an improvement if something was fixed, a guard is back, or something works again', () => {
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
