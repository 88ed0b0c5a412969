import pLimit from 'p-limit';

/** Runs a task a number of times at a concurrency, and returns the rate per second. */
export async function rate(
  times: number,
  concurrency: number,
  task: () => Promise<unknown>,
): Promise<number> {
  const limit = pLimit(concurrency);
  const began = performance.now();
  await Promise.all(Array.from({ length: times }, () => limit(task)));
  return (times * 1000) / (performance.now() - began);
}

/** Returns the median of some numbers. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
