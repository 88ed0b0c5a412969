import { Fault } from '../fault.ts';
import type { Interval } from './interval.ts';

const MINUTE = 60_000;

const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** Returns the interval of a time, which is as exact as it was written: to the minute, to the second, or better. */
const spanFrom = (ms: number, seconds: string | undefined, fraction?: string): Interval => ({
  least: ms,
  most: ms + (fraction === undefined ? (seconds === undefined ? MINUTE : 1000) : 0),
});

/**
 * Parses the time in an option: `now`, a time of today by this machine's clock (`14:05` or `14:05:30`), or ISO 8601 with a zone.
 *
 * @param name the name of the option, for the message
 * @throws Fault `usage` if it is not a time
 */
export function parseTime(name: string, value: string, now: number): Interval {
  if (value === 'now') return { least: now, most: now };
  const [, hours, minutes, seconds] = CLOCK.exec(value) ?? [];
  if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds ?? 0) < 60) {
    return spanFrom(new Date(now).setHours(Number(hours), Number(minutes), Number(seconds ?? 0), 0), seconds);
  }
  const [, second, fraction] = ISO.exec(value) ?? [];
  const ms = Date.parse(value);
  if (ISO.test(value) && !Number.isNaN(ms)) return spanFrom(ms, second, fraction);
  throw new Fault(
    'usage',
    `${name} must be "now", a time of today such as 14:05:30, or a date and time such as 2026-11-25T14:05:30Z, not "${value}".`,
  );
}
