/** Returns the worst exit code of several: an alarm is worse than wrong settings, and those than an inconclusive run. */
export function worstOf(codes: readonly number[]): number {
  return [1, 2, 3].find((code) => codes.includes(code)) ?? 0;
}
