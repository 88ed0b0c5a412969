/** How bad a change is, the worst first. */
export const LEVELS = ['critical', 'major', 'minor', 'notice', 'info'] as const;

export type Level = (typeof LEVELS)[number];

/** Whether a level is at least as bad as another. */
export function atLeast(level: Level, bound: Level): boolean {
  return LEVELS.indexOf(level) <= LEVELS.indexOf(bound);
}
