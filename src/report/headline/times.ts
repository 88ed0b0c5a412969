/** Returns a time to the minute, with its zone: "2026-11-26 04:19 UTC". A date without a time stays a date. */
export function formatTime(at: string): string {
  const [, day, minute] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(at) ?? [];
  return day === undefined || minute === undefined ? at : `${day} ${minute} UTC`;
}

/** Returns the time from the first to the last of several, in ISO 8601 and UTC: "2026-11-26 04:19–04:25 UTC". */
export function formatSpan(times: readonly string[]): string {
  const sorted = times.map(formatTime).toSorted();
  const [from, to] = [sorted[0] ?? '', sorted.at(-1) ?? ''];
  if (from === to) return from;
  const [day = '', minute = ''] = to.split(' ');
  return from.startsWith(`${day} `) ? `${from.replace(/ UTC$/, '')}–${minute} UTC` : `${from} to ${to}`;
}
