/** Returns the UTC day of a time in milliseconds since 1970, as `YYYY-MM-DD`. */
export function dayOf(moment: number): string {
  return new Date(moment).toISOString().slice(0, 10);
}
