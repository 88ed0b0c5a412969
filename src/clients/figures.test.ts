import { describe, expect, it } from 'vitest';
import type { ScenarioId } from '../conformance/scenarios.ts';
import { DEAD_SCENARIOS, differences, falseAlarmsOfGuard, LIVE_SCENARIOS, noticedBy } from './figures.ts';
import { measuredClient } from './measured.fixture.ts';
import type { MeasuredUse, Seen, Site } from './measured.ts';

const SILENT: Seen = { verdict: 'silent', noticed: false, isReached: true };
const NAMED: Seen = { verdict: 'named', noticed: true, isReached: true };
const PASSED: Seen = { verdict: 'passed', noticed: false, isReached: true };
const NOT_MET: Seen = { verdict: 'passed', noticed: false, isReached: false };
const ALARM: Seen = { verdict: 'false-alarm', noticed: true, isReached: true };
const WITHHELD: Seen = { noticed: true, isReached: true };

const SIGHTS = [SILENT, NAMED, PASSED, NOT_MET, ALARM, WITHHELD];

type Cells = Partial<Record<ScenarioId, Seen>>;

/** A use with what was seen at each site. */
function useWith(sites: Partial<Record<Site, Cells>>): MeasuredUse {
  const numbers = (cells: Cells = {}): Partial<Record<ScenarioId, number>> =>
    Object.fromEntries(Object.entries(cells).map(([id, seen]) => [id, SIGHTS.indexOf(seen)]));
  return {
    name: 'list',
    calls: '',
    command: '',
    seen: SIGHTS,
    cells: {
      asItIs: numbers(sites.asItIs),
      guard: numbers(sites.guard),
      wanted: numbers(sites.wanted),
    },
  };
}

describe('a dead token', () => {
  it('counts where it was met, whatever the verdict', () => {
    const use = useWith({
      asItIs: { mistyped: SILENT, revoked: NAMED, expired: WITHHELD, 'no-colon': NOT_MET },
      guard: { mistyped: NAMED, revoked: NAMED, expired: WITHHELD, 'no-colon': NAMED },
      wanted: { mistyped: NAMED },
    });
    expect(noticedBy(use)).toEqual({
      asItIs: { number: 2, of: 3 },
      guard: { number: 3, of: 3 },
      wanted: { number: 1, of: 1 },
    });
  });

  it('is none where nothing was sent, where it works, and at another time', () => {
    for (const id of ['missing', 'empty-token', 'valid', 'throttled', 'in-2019-11', 'wanted'] as const)
      expect(DEAD_SCENARIOS).not.toContain(id);
    expect(DEAD_SCENARIOS).toContain('gateway-rejected');
    expect(noticedBy(useWith({ asItIs: { missing: SILENT, valid: ALARM } })).asItIs.of).toBe(0);
  });
});

describe('a false alarm', () => {
  it('is one of the guard if there is none without it', () => {
    const without = { valid: PASSED, throttled: ALARM, captcha: PASSED, revoked: SILENT };
    const behind = { valid: ALARM, throttled: ALARM, captcha: PASSED, revoked: NAMED };
    expect(falseAlarmsOfGuard([useWith({ asItIs: without, guard: behind })])).toEqual({ number: 1, of: 3 });
    expect(LIVE_SCENARIOS).toContain('public-site');
  });

  it('is not ruled out where the verdict is withheld', () => {
    const without = { valid: PASSED, throttled: PASSED, unavailable: WITHHELD };
    const behind = { valid: PASSED, throttled: WITHHELD, unavailable: PASSED };
    expect(falseAlarmsOfGuard([useWith({ asItIs: without, guard: behind })])).toEqual({ number: 0, of: 1 });
  });
});

describe('the differences', () => {
  it('are those of what was measured now', () => {
    const before = measuredClient('a', [
      useWith({ asItIs: { valid: PASSED, revoked: SILENT, expired: NAMED, captcha: NOT_MET } }),
    ]);
    const now = measuredClient('a', [
      useWith({ asItIs: { valid: PASSED, revoked: NAMED, captcha: PASSED, 'no-colon': NAMED } }),
    ]);
    expect(differences(before, now).map(({ scenario }) => scenario)).toEqual([
      'no-colon',
      'revoked',
      'captcha',
    ]);
    expect(differences(before, before)).toEqual([]);
    expect(differences(undefined, now).map(({ scenario }) => scenario)).toContain('valid');
  });
});
