import type { ConformanceResult, ScenarioResult } from '../../../conformance/result.ts';
import { scenarioNamed } from '../../../conformance/scenarios.ts';
import { FAILING_VERDICTS, isFailing, type Verdict } from '../../../conformance/verdicts.ts';
import { groupBy } from '../phrases.ts';

/** Failures of one use that are the same but for the scenario. */
export interface Failure {
  /** The first of them, which stands for the others. */
  readonly example: ScenarioResult;
  readonly all: readonly ScenarioResult[];
  readonly isUnexpected: boolean;
  /** Whether a known failure passes. */
  readonly passes: boolean;
}

const keyOf = ({ use, verdict, why, isUnexpected, known }: ScenarioResult): string =>
  [use, verdict, isUnexpected, known !== undefined, isFailing(verdict) ? why : ''].join('\n');

/** Verdicts that are none on a program that fails with a token that works. Harm stays harm. */
const NEEDS_CONTROL: ReadonlySet<Verdict> = new Set(['silent', 'misled', 'false-alarm']);

const isControl = ({ scenario }: ScenarioResult): boolean => scenarioNamed(scenario).group === 'control';

/** Whether a control failed, although the program did not blame the credential: its settings or its time are to blame. */
export function failsControl(result: ScenarioResult): boolean {
  return result.verdict === 'false-alarm' && isControl(result) && result.matched === undefined;
}

/** Returns a place in the list: what fails with a token that works comes first, then the worst. */
const rankOf = ({ example }: Failure): number =>
  failsControl(example) ? -1 : FAILING_VERDICTS.findIndex((one) => one === example.verdict);

/** Returns the distinct failures of a result: unexpected ones first, then worst first. Known ones that pass are among them. */
export function failuresOf({ results }: Pick<ConformanceResult, 'results'>): Failure[] {
  const failing = results.filter(({ verdict, isUnexpected }) => isFailing(verdict) || isUnexpected);
  const failures = groupBy(failing, keyOf).flatMap(([, all]): Failure[] => {
    const [example] = all;
    if (!example) return [];
    return [{ example, all, isUnexpected: example.isUnexpected, passes: !isFailing(example.verdict) }];
  });
  return failures.toSorted(
    (a, b) => Number(b.isUnexpected) - Number(a.isUnexpected) || rankOf(a) - rankOf(b),
  );
}

/** Whether a use proves nothing: with a token that works, it fails or asks nothing. */
const isUnproven = ({ scenario, verdict, requestCount }: ScenarioResult): boolean =>
  scenario === 'valid' && (verdict === 'false-alarm' || requestCount === 0);

/** Returns the distinct failures that prove something: of a use that proves nothing, those of controls, and harm. */
export function provenFailures({ results }: Pick<ConformanceResult, 'results'>): Failure[] {
  const unproven = new Set(results.filter(isUnproven).map(({ use }) => use));
  return failuresOf({ results }).filter(
    ({ example, passes }) =>
      passes || isControl(example) || !unproven.has(example.use) || !NEEDS_CONTROL.has(example.verdict),
  );
}

/** Returns what is wrong in one row: its reason, or that a known failure passes. */
export function messageOf({ verdict, why, known }: ScenarioResult): string {
  if (known && !isFailing(verdict))
    return `This known failure passes (${known.reason}). Remove it from the file.`;
  return known ? `${why} Known since ${known.date}: ${known.reason}` : why;
}
