import type { ConformanceResult, ScenarioResult } from '../../../conformance/result.ts';
import { FAILING_VERDICTS, isFailing } from '../../../conformance/verdicts.ts';
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

const rankOf = ({ example: { verdict } }: Failure): number =>
  FAILING_VERDICTS.findIndex((one) => one === verdict);

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

/** Returns what is wrong in one row: its reason, or that a known failure passes. */
export function messageOf({ verdict, why, known }: ScenarioResult): string {
  if (known && !isFailing(verdict))
    return `This known failure passes (${known.reason}). Remove it from the file.`;
  return known ? `${why} Known since ${known.date}: ${known.reason}` : why;
}
