import type { Group } from './scenario.ts';
import { SCENARIOS, scenarioNamed } from './scenarios.ts';
import type { ScenarioResult } from './result.ts';
import { isFailing, type Verdict } from './verdicts.ts';

/** What a program of each level does. Each level includes those before it. */
export const LEVELS = [
  'It does harm, or fails with a token that works.',
  'It does no harm: nothing is written as an anonymous caller, no credential is printed, no refusal is repeated.',
  'It notices at the start that a token does not work.',
  'It notices it at any time, and blames the credential for nothing else.',
] as const;

export type Level = 0 | 1 | 2 | 3;

const HARM: ReadonlySet<Verdict> = new Set(['acted', 'leaked', 'hammered']);

/** The groups in which a program of a level may have no failure. */
const GROUPS_OF: Readonly<Record<2 | 3, readonly Group[]>> = {
  2: ['never-worked', 'worked-once'],
  3: ['dies-meanwhile', 'gateway', 'looks-dead', 'another-time'],
};

/**
 * Returns the level of one use. A known failure is a failure.
 *
 * @returns null if not all scenarios were run
 */
export function levelOf(results: readonly Pick<ScenarioResult, 'scenario' | 'verdict'>[]): Level | null {
  if (new Set(results.map(({ scenario }) => scenario)).size < SCENARIOS.length) return null;
  const failsIn = (groups: readonly Group[]): boolean =>
    results.some(
      ({ scenario, verdict }) => isFailing(verdict) && groups.includes(scenarioNamed(scenario).group),
    );
  if (results.some(({ verdict }) => HARM.has(verdict)) || failsIn(['control'])) return 0;
  if (failsIn(GROUPS_OF[2])) return 1;
  return failsIn(GROUPS_OF[3]) ? 2 : 3;
}

/** Colours of a badge by level. */
const COLOURS = ['red', 'orange', 'yellowgreen', 'brightgreen'] as const;

/** Returns a badge, as https://shields.io/badges/endpoint-badge reads it. */
export function badgeOf(level: Level | null): Record<string, string | number> {
  return {
    schemaVersion: 1,
    label: 'notices a dead Jira token',
    message: level === null ? 'not measured' : `level ${level} of 3 (stand-in)`,
    color: level === null ? 'lightgrey' : COLOURS[level],
  };
}
