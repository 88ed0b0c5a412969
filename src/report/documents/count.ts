/** "1 row", "2 rows". */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How old something is, as exactly as anybody wants to know: "3 days", "4 months", "4 years". */
export function ageOfDays(days: number): string {
  if (days < 61) return count(Math.max(0, days), 'day');
  return days < 730 ? count(Math.floor(days / 30.44), 'month') : count(Math.floor(days / 365.25), 'year');
}
