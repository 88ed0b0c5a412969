import { describe, expect, it } from 'vitest';
import type { Entry, Outcome } from './entry.ts';
import { daysSince, nightsOf } from './nights.ts';

const night = (name: string, outcome: Outcome, site = 'a'): Entry => ({
  schema: 'jira-token-contract/history/1',
  name,
  site,
  origin: 'recorded',
  at: '2026-11-26T03:00:00.000Z',
  tool: 'a test',
  outcome,
  broken: 0,
  news: 0,
  answers: {},
});

const check = (name: string, outcome: Outcome): Entry => ({ ...night(name, outcome), by: 'check' });

const standIn = (entry: Entry): Entry => ({ ...entry, origin: 'stand-in' });

const part = (name: string, outcome: Outcome): Entry => ({ ...night(name, outcome), only: ['revoked'] });

const nights = (...outcomes: Outcome[]): Entry[] => outcomes.map((outcome, i) => night(String(i), outcome));

describe('the nights of a site', () => {
  it.each<[Outcome[], number, string | undefined]>([
    [['kept'], 0, '0'],
    [['changed'], 0, '0'],
    [['inconclusive'], 1, undefined],
    [['misconfigured', 'inconclusive'], 2, undefined],
    [['kept', 'inconclusive'], 1, '0'],
    [['inconclusive', 'kept'], 0, '1'],
    [['kept', 'inconclusive', 'changed', 'misconfigured', 'inconclusive', 'misconfigured'], 3, '2'],
  ])('%j end with a streak of %d inconclusive ones', (outcomes, streak, last) => {
    const [site] = nightsOf(nights(...outcomes));
    expect([site?.inconclusiveNights.length, site?.lastConcluded?.name]).toEqual([streak, last]);
  });

  it.each<[string, Entry[], string[], number, string | undefined]>([
    ['are not conclusive', [part('0', 'kept')], [], 0, undefined],
    [
      'do not end a streak of inconclusive ones',
      [night('0', 'inconclusive'), part('1', 'kept')],
      ['0'],
      1,
      undefined,
    ],
    ['do not lengthen it', [night('0', 'kept'), part('1', 'inconclusive')], ['0'], 0, '0'],
  ])('that asked only a part %s', (_, entries, whole, streak, last) => {
    const [site] = nightsOf(entries);
    expect(site?.entries).toEqual(entries);
    expect(site?.whole.map(({ name }) => name)).toEqual(whole);
    expect([site?.inconclusiveNights.length, site?.lastConcluded?.name]).toEqual([streak, last]);
  });

  it.each<[string, Entry[], number, string | undefined, string | undefined]>([
    ['is a conclusive run, but no night', [check('0', 'kept')], 0, '0', undefined],
    [
      'does not hide that the nights fail',
      [night('0', 'inconclusive'), check('1', 'kept')],
      1,
      '1',
      undefined,
    ],
    ['does not lengthen a streak', [night('0', 'kept'), check('1', 'inconclusive')], 0, '0', '0'],
    ['that asked a part is neither', [{ ...check('0', 'kept'), only: ['revoked'] }], 0, undefined, undefined],
  ])('a check %s', (_, entries, streak, last, lastNight) => {
    const [site] = nightsOf(entries);
    expect(site?.inconclusiveNights).toHaveLength(streak);
    expect([site?.lastConcluded?.name, site?.lastConcludedNight?.name]).toEqual([last, lastNight]);
  });

  it('of the stand-in are no evidence about the site of the same name', () => {
    const answers = { revoked: { 'GET /rest/api/3/project': 'refused 401' } };
    const all = nightsOf([
      standIn(night('0', 'inconclusive')),
      standIn({ ...night('1', 'kept'), answers }),
      // Could not start, so its origin is unknown.
      night('2', 'misconfigured'),
      { ...night('3', 'kept'), answers },
      night('4', 'misconfigured'),
    ]);
    expect(all.map(({ isStandIn, entries }) => [isStandIn, entries.map(({ name }) => name)])).toEqual([
      [true, ['0', '1', '2']],
      [false, ['3', '4']],
    ]);
  });

  it('are counted by outcome', () => {
    const [site] = nightsOf(
      nights(
        'kept',
        'changed',
        'kept',
        'misconfigured',
        'inconclusive',
        'inconclusive',
        'inconclusive',
        'kept',
      ),
    );
    expect(site?.counts).toEqual({ kept: 3, changed: 1, misconfigured: 1, inconclusive: 3 });
    expect(site?.entries).toHaveLength(8);
  });

  it('are grouped by site, in the order in which the sites first occur', () => {
    const all = nightsOf([night('1', 'kept', 'b'), night('2', 'inconclusive', 'a'), night('3', 'kept', 'b')]);
    expect(
      all.map(({ site, entries, inconclusiveNights: streak }) => [
        site,
        entries.map(({ name }) => name),
        streak.length,
      ]),
    ).toEqual([
      ['b', ['1', '3'], 0],
      ['a', ['2'], 1],
    ]);
    expect(nightsOf([])).toEqual([]);
  });
});

describe('the days since a date', () => {
  const NOW = Date.UTC(2026, 10, 26, 3);
  it.each([
    ['2026-11-26', 0],
    ['2026-11-25', 1],
    ['2026-11-25T03:00:00Z', 1],
    ['2026-11-25T03:00:01Z', 0],
    ['2025-11-26', 365],
    ['2026-11', 25],
    ['2026', 329],
    ['undated', undefined],
    ['', undefined],
  ])('since %j are %s', (date, days) => {
    expect(daysSince(date, NOW)).toBe(days);
  });
});
