import { describe, expect, it } from 'vitest';
import { badgeOf, levelOf, type Level } from './level.ts';
import { isUnexpected } from './run-conformance.ts';
import { SCENARIO_IDS, type ScenarioId } from './scenarios.ts';
import { VERDICTS, type Verdict } from './verdicts.ts';

const levelWith = (changes: Partial<Record<ScenarioId, Verdict>>): Level | null =>
  levelOf(SCENARIO_IDS.map((scenario) => ({ scenario, verdict: changes[scenario] ?? 'passed' })));

describe('the level', () => {
  it.each<[Partial<Record<ScenarioId, Verdict>>, Level]>([
    [{}, 3],
    [{ revoked: 'named', flapping: 'named' }, 3],
    [{ 'dies-between-pages': 'silent' }, 2],
    [{ 'gateway-rejected': 'misled' }, 2],
    [{ 'own-401': 'false-alarm' }, 2],
    [{ wanted: 'misled' }, 2],
    [{ revoked: 'silent' }, 1],
    [{ mistyped: 'misled' }, 1],
    [{ flapping: 'hammered' }, 0],
    [{ revoked: 'acted' }, 0],
    [{ throttled: 'leaked' }, 0],
    [{ 'empty-site': 'false-alarm' }, 0],
  ])('with %j is %i', (changes, level) => expect(levelWith(changes)).toBe(level));

  it('is unknown unless every scenario was run', () => {
    expect(levelOf([{ scenario: 'valid', verdict: 'passed' }])).toBeNull();
    expect(levelOf([])).toBeNull();
  });

  it('has a badge, each of another colour', () => {
    const badges = ([null, 0, 1, 2, 3] as const).map(badgeOf);
    expect(new Set(badges.map(({ color }) => color)).size).toBe(5);
    for (const badge of badges) expect(badge).toMatchObject({ schemaVersion: 1 });
  });
});

describe('a verdict is unexpected', () => {
  const GOOD = new Set<Verdict>(['named', 'passed']);

  it('if it is a failure that is not known', () => {
    for (const verdict of VERDICTS) expect(isUnexpected(verdict, undefined)).toBe(!GOOD.has(verdict));
  });

  it.each<[Verdict, boolean]>([
    ['silent', false],
    ['misled', false],
    ['false-alarm', false],
    ['leaked', true],
    ['acted', true],
    ['named', true],
    ['passed', true],
  ])('or if a known "silent" is %s: %s', (verdict, is) =>
    expect(isUnexpected(verdict, { verdict: 'silent' })).toBe(is),
  );
});

it('has a badge of its own for each level, and for none', () => {
  const badges = [null, 0, 1, 2, 3] as const;
  for (const part of ['message', 'color'])
    expect(new Set(badges.map((level) => badgeOf(level)[part])).size).toBe(badges.length);
  expect(badgeOf(null)['color']).toMatch(/./);
  expect(badgeOf(null)['message']).not.toContain('null');
  for (const level of [0, 1, 2, 3] as const) expect(badgeOf(level)['message']).toContain(String(level));
});
