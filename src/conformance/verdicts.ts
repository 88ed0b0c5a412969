/** The verdicts that fail a run, worst first. */
export const FAILING_VERDICTS = ['acted', 'leaked', 'silent', 'hammered', 'misled', 'false-alarm'] as const;

export type FailingVerdict = (typeof FAILING_VERDICTS)[number];

/** All verdicts, worst first. `passed` is that of a control, of a look-alike, and of a scenario that was not reached. */
export const VERDICTS = [
  'acted',
  'leaked',
  'silent',
  'hammered',
  'misled',
  'named',
  'false-alarm',
  'passed',
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Whether a verdict fails a run. */
export function isFailing(verdict: Verdict): verdict is FailingVerdict {
  return FAILING_VERDICTS.some((one) => one === verdict);
}

/** Whether a verdict is worse than another one. */
export function isWorse(verdict: Verdict, than: Verdict): boolean {
  return VERDICTS.indexOf(verdict) < VERDICTS.indexOf(than);
}
