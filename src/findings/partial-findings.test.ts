import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import type { Change } from '../change/change.ts';
import { LEVELS } from '../change/levels.ts';
import { refused } from '../contract/expectation.ts';
import type { Interaction, PactName } from '../run/pact-result.ts';
import type { RowResult, Verdict } from '../run/row-result.ts';
import { findingOfChange, findingsOfRows, type PartialFinding } from './partial-findings.ts';

const MYSELF = 'GET /rest/api/3/myself';
const PROBE = { credential: 'revoked', operation: MYSELF } as const;

const IGNORED: Answer = { status: 200, treatment: 'ignored', mark: 'login-failed' };

const row = (kind: RowResult['kind'], verdict: Verdict, more: Partial<RowResult> = {}): RowResult => ({
  kind,
  era: '2026-09',
  ...PROBE,
  expected: refused(401),
  verdict,
  reason: 'a reason',
  answer: IGNORED,
  sources: [],
  ...more,
});

const pact = (name: PactName, verdict: Interaction['verdict'], reasons: readonly string[] = []) => ({
  pact: name,
  interactions: [{ ...PROBE, verdict, reasons }],
});

const partsOf = (
  rows: readonly RowResult[],
  more: Partial<Parameters<typeof findingsOfRows>[0]> = {},
  hasChanged = false,
): PartialFinding[] => findingsOfRows({ rows, failures: [], ...more }, () => hasChanged);

const rulesOf = (...args: Parameters<typeof partsOf>): string[] => partsOf(...args).map(({ rule }) => rule);

describe('a row', () => {
  it.each<[RowResult['kind'], Verdict, string[]]>([
    ['contract', 'kept', []],
    ['contract', 'broken', ['contract-broken']],
    ['contract', 'disproved', ['inference-disproved']],
    ['contract', 'inconclusive', ['undecided']],
    ['contract', 'skipped', []],
    ['wanted', 'kept', ['wanted-fixed']],
    ['wanted', 'broken', []],
    ['wanted', 'disproved', []],
    ['wanted', 'inconclusive', []],
    ['wanted', 'skipped', []],
  ])('of the %s that is %s is %j', (kind, verdict, rules) => {
    expect(rulesOf([row(kind, verdict)])).toEqual(rules);
  });

  it('has its probe, the expectation, the reason and the certainty', () => {
    const [part] = partsOf([row('contract', 'broken', { reason: 'a reason.', certainty: { times: 3 } })]);
    expect(part).toMatchObject({
      probe: PROBE,
      level: 'critical',
      fails: true,
      detail: 'a reason.',
      answer: IGNORED,
      certainty: { times: 3 },
    });
    for (const words of [MYSELF, '401', 'a reason.']) expect(part?.message).toContain(words);
    expect(part?.message).not.toContain('..');
  });

  it('has the answer if there is no reason', () => {
    const [part] = partsOf([row('contract', 'broken', { reason: undefined })]);
    expect(part?.detail).toContain('200');
    const [silent] = partsOf([row('contract', 'broken', { reason: undefined, answer: undefined })]);
    expect(silent?.detail).not.toMatch(/\d|undefined/);
  });

  it('that is fulfilled does not repeat the answer', () => {
    const [part] = partsOf([row('wanted', 'kept')]);
    expect(part?.detail).not.toContain('a reason');
  });

  it('has a different fingerprint under each rule', () => {
    const parts = [
      row('contract', 'broken'),
      row('contract', 'disproved'),
      row('contract', 'inconclusive'),
      row('wanted', 'kept'),
    ].flatMap((one) => partsOf([one]));
    expect(new Set(parts.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    // The fingerprint of a broken row depends on the expectation; that of a disproved row does not.
    const elsewhere = { expected: refused(403) };
    const same = (verdict: Verdict): boolean =>
      partsOf([row('contract', verdict)])[0]?.fingerprint ===
      partsOf([row('contract', verdict, elsewhere)])[0]?.fingerprint;
    expect([same('broken'), same('disproved'), same('inconclusive')]).toEqual([false, true, true]);
  });
});

describe('a test that failed', () => {
  it('has no probe, and fails the run', () => {
    const parts = partsOf([], { failures: ['one', 'two'] });
    expect(parts.map(({ rule, fails, probe, detail }) => [rule, fails, probe, detail])).toEqual([
      ['test-failed', true, undefined, 'one'],
      ['test-failed', true, undefined, 'two'],
    ]);
  });
});

describe('an interaction of a pact', () => {
  it.each<[PactName, Interaction['verdict'], string[]]>([
    ['as-it-is', 'passed', []],
    ['as-it-is', 'failed', ['pact-broken']],
    ['as-it-is', 'skipped', []],
    ['wanted', 'passed', ['pact-fixed']],
    ['wanted', 'failed', []],
    ['wanted', 'skipped', []],
  ])('of %s that %s is %j, and fails the run', (name, verdict, rules) => {
    const parts = partsOf([], { pacts: [pact(name, verdict)] });
    expect(parts.map(({ rule }) => rule)).toEqual(rules);
    expect(parts.every(({ fails }) => fails)).toBe(true);
  });

  it('has the reasons of the verifier, its probe and its answer', () => {
    const rows = [row('contract', 'kept'), row('wanted', 'broken', { answer: undefined })];
    const [part] = partsOf(rows, { pacts: [pact('as-it-is', 'failed', ['one', 'two'])] });
    expect(part).toMatchObject({ probe: PROBE, answer: IGNORED });
    for (const words of ['one', 'two']) expect(part?.detail).toContain(words);
    for (const words of ['revoked', MYSELF, 'one']) expect(part?.message).toContain(words);
  });

  it('has a standard reason if the verifier has none, or if it passes', () => {
    const [silent] = partsOf([], { pacts: [pact('as-it-is', 'failed')] });
    const [fixed] = partsOf([], { pacts: [pact('wanted', 'passed', ['one'])] });
    expect(silent?.detail).not.toBe('');
    expect(fixed?.detail).not.toMatch(/^$|one/);
  });

  it('has a different fingerprint for a different answer', () => {
    const pacts = [pact('as-it-is', 'failed')];
    const [first] = partsOf([row('contract', 'kept')], { pacts });
    const [other] = partsOf([row('contract', 'kept', { answer: { ...IGNORED, status: 404 } })], { pacts });
    expect(first?.fingerprint).not.toBe(other?.fingerprint);
  });
});

describe('a fulfilled wanted row', () => {
  const OTHER = { credential: 'expired', operation: MYSELF } as const;
  const wanted = row('wanted', 'kept');
  it.each<[string, RowResult[], boolean, string[]]>([
    [
      'where the contract was broken',
      [row('contract', 'broken')],
      false,
      ['contract-broken', 'wanted-fixed'],
    ],
    ['where it was only inferred', [row('contract', 'disproved')], false, ['inference-disproved']],
    [
      'where it was inferred, and changed since',
      [row('contract', 'disproved')],
      true,
      ['inference-disproved', 'wanted-fixed'],
    ],
    [
      'if it was inferred, and another fulfilled row had been observed differently',
      [row('contract', 'disproved'), row('contract', 'broken', OTHER), row('wanted', 'kept', OTHER)],
      false,
      ['contract-broken', 'inference-disproved', 'wanted-fixed', 'wanted-fixed'],
    ],
    [
      'if it was inferred, and a row broke that is not wanted',
      [row('contract', 'disproved'), row('contract', 'broken', OTHER)],
      false,
      ['contract-broken', 'inference-disproved'],
    ],
    [
      'if it was inferred, and a row broke that is wanted differently',
      [row('contract', 'disproved'), row('contract', 'broken', OTHER), row('wanted', 'broken', OTHER)],
      false,
      ['contract-broken', 'inference-disproved'],
    ],
    ['without a row of the contract', [], false, ['wanted-fixed']],
    ['where nothing was decided', [row('contract', 'inconclusive')], false, ['undecided', 'wanted-fixed']],
  ])('%s', (_, rows, hasChanged, rules) => {
    expect(rulesOf([...rows, wanted], {}, hasChanged).toSorted()).toEqual(rules);
  });

  it('is not a fix in its pact either if the guess was wrong; another row’s is', () => {
    const rows = [row('contract', 'disproved'), wanted];
    const both = {
      pact: 'wanted' as const,
      interactions: [
        { ...PROBE, verdict: 'passed' as const, reasons: [] },
        { ...OTHER, verdict: 'passed' as const, reasons: [] },
      ],
    };
    const fixed = partsOf(rows, { pacts: [both, pact('as-it-is', 'failed')] });
    expect(fixed.map(({ rule, probe }) => [rule, probe?.credential])).toEqual([
      ['inference-disproved', 'revoked'],
      ['pact-fixed', 'expired'],
      ['pact-broken', 'revoked'],
    ]);
  });
});

describe('a change', () => {
  const change: Change = {
    rule: 'guard-loosened',
    level: 'critical',
    ...PROBE,
    before: { status: 401, treatment: 'refused', mark: 'unauthorized' },
    after: IGNORED,
    fingerprint: '0123456789abcdef',
    sources: [],
  };

  it('has its words, its probe and its certainty', () => {
    expect(findingOfChange(change, 'minor', { times: 3 })).toMatchObject({
      rule: 'guard-loosened',
      level: 'critical',
      fails: true,
      probe: PROBE,
      answer: IGNORED,
      detail: 'refused 401 → ignored 200',
      certainty: { times: 3 },
      fingerprint: '0123456789abcdef',
    });
    expect(Object.keys(findingOfChange(change, 'minor').probe ?? {})).toEqual(['credential', 'operation']);
  });

  it.each(LEVELS.flatMap((level, i) => LEVELS.map((failOn, j) => [level, failOn, i <= j] as const)))(
    'of the level %s fails from %s on: %s',
    (level, failOn, fails) => {
      expect(findingOfChange({ ...change, level }, failOn).fails).toBe(fails);
    },
  );

  it('keeps its acknowledgement', () => {
    const acknowledged = { fingerprint: '0123456789abcdef', change: 'x', reason: 'x' };
    expect(findingOfChange({ ...change, acknowledged }, 'minor').acknowledged).toBe(acknowledged);
  });

  it('of a removed probe has no answer, and the words of its rule', () => {
    const part = findingOfChange({ ...change, rule: 'probe-removed', level: 'info', after: null }, 'info');
    expect(part).toMatchObject({ answer: undefined, fails: true, message: part.title });
    expect(findingOfChange(change, 'info').message).not.toBe(findingOfChange(change, 'info').title);
  });
});
