/** The severity levels of a change, most severe first. */
export const LEVELS = ['critical', 'major', 'minor', 'notice', 'info'] as const;

export type Level = (typeof LEVELS)[number];

/** Returns whether a level is at least as severe as another. */
export function atLeast(level: Level, bound: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(bound);
}
