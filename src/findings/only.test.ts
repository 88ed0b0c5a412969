import { describe, expect, it } from 'vitest';
import { ONE_SIDED, RULES } from '../change/rules.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { OPERATIONS } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import type { Fault } from '../fault.ts';
import type { Finding, FindingRule } from './finding.ts';
import { filterOf, namesRule, ONLY_VALUES, parseOnly } from './only.ts';
import { RUN_RULES } from './run-rules.ts';

const MYSELF = 'GET /rest/api/3/myself';
const LIST = 'GET /rest/api/3/project';

const finding = (rule: FindingRule, probe: Probe | undefined, ...also: FindingRule[]): Finding => ({
  rule,
  fingerprint: rule,
  state: 'new',
  level: 'minor',
  fails: true,
  probe,
  title: '',
  message: '',
  detail: '',
  certainty: undefined,
  acknowledged: undefined,
  also: also.map((id) => ({ rule: id, fingerprint: id })),
});

describe('a value of --only', () => {
  it('never has two meanings', () => {
    const all = [
      ...CREDENTIALS.map(({ name }) => name),
      ...OPERATIONS.flatMap(({ id, short }) => [id, short]),
      ...[...RULES, ...RUN_RULES, ...Object.values(ONE_SIDED)].map(({ id }) => id),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(ONLY_VALUES.toSorted()).toEqual(all.toSorted());
  });

  it.each([
    ['revoked', { kind: 'credential', id: 'revoked' }],
    [MYSELF, { kind: 'operation', id: MYSELF }],
    ['v3 myself', { kind: 'operation', id: MYSELF }],
    [' v3 project ', { kind: 'operation', id: LIST }],
    ['guard-loosened', { kind: 'rule', id: 'guard-loosened' }],
    ['undecided', { kind: 'rule', id: 'undecided' }],
    ['probe-removed', { kind: 'rule', id: 'probe-removed' }],
  ])('%s is understood', (value, meaning) => {
    expect(parseOnly(value)).toEqual(meaning);
  });

  it.each<[string, string[]]>([
    ['mistiped', ['mistyped']],
    ['Revoked', ['revoked']],
    ['v3 mysef', ['v3 myself']],
    ['GET /rest/api/3/mysef', [MYSELF]],
    ['/rest/api/3/myself', [MYSELF]],
    ['guard-losened', ['guard-loosened']],
    ['myself', ['v3 myself']],
    ['', []],
    ['__proto__', []],
    ['é'.repeat(3000), []],
  ])('%s is refused with the nearest values', (value, near) => {
    const refusal = ((): Fault => {
      try {
        parseOnly(value);
      } catch (error) {
        return error as Fault;
      }
      throw new Error('it was understood');
    })();
    expect(refusal.code).toBe('usage');
    const named = ONLY_VALUES.filter((known) => refusal.message.includes(`"${known}"`));
    expect(named).toHaveLength(3);
    expect(named).toEqual(expect.arrayContaining(near));
    expect(refusal.message.length).toBeLessThan(300);
  });

  it('says whether a rule is named', () => {
    expect(namesRule([parseOnly('revoked'), parseOnly('v3 myself')])).toBe(false);
    expect(namesRule([parseOnly('revoked'), parseOnly('status-changed')])).toBe(true);
  });
});

describe('a filter', () => {
  const PROBES: readonly Probe[] = [
    { credential: 'revoked', operation: MYSELF },
    { credential: 'revoked', operation: LIST },
    { credential: 'mistyped', operation: MYSELF },
    { credential: 'mistyped', operation: LIST },
  ];
  const [revokedMyself, revokedList, mistypedMyself, mistypedList] = ['rm', 'rl', 'mm', 'ml'];
  const names = [revokedMyself, revokedList, mistypedMyself, mistypedList];
  const FINDINGS = [
    finding('status-changed', PROBES[0], 'contract-broken'),
    finding('status-changed', PROBES[3]),
    finding('operation-removed', PROBES[1]),
    finding('test-failed', undefined),
  ];

  it.each<[string[], string[]]>([
    [['revoked'], ['rm', 'rl']],
    [['revoked', 'mistyped'], names],
    [['v3 myself'], ['rm', 'mm']],
    [['v3 myself', LIST], names],
    [['revoked', 'v3 myself'], ['rm']],
    [
      ['revoked', 'mistyped', 'v3 project'],
      ['rl', 'ml'],
    ],
    [['valid'], []],
    [['status-changed'], ['rm', 'ml']],
    [['contract-broken'], ['rm']],
    [
      ['contract-broken', 'status-changed'],
      ['rm', 'ml'],
    ],
    [['status-changed', 'mistyped'], ['ml']],
    [['status-changed', 'v3 myself'], ['rm']],
    [['operation-removed'], ['rl', 'ml']],
    [['test-failed'], []],
    [['undecided'], []],
  ])('of %j includes %j', (values, expected) => {
    const { includes, words } = filterOf(values.map(parseOnly), FINDINGS);
    expect(names.filter((_, i) => PROBES[i] && includes(PROBES[i]))).toEqual(expected);
    expect(words).toEqual(values.map((value) => parseOnly(value).id));
  });

  it('names an operation once that was named in two ways', () => {
    expect(filterOf(['v3 myself', MYSELF].map(parseOnly)).words).toEqual([MYSELF]);
  });
});
