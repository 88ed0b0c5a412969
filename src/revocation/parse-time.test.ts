import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { parseTime } from './parse-time.ts';

const NOW = Date.UTC(2026, 10, 25, 12, 0, 0, 500);

/** A time of today, in the zone of this machine. */
const today = (hours: number, minutes: number, seconds = 0): number =>
  new Date(NOW).setHours(hours, minutes, seconds, 0);

/** The moment, as its beginning and its length, or the code of the fault. */
function read(value: string): [from: number, length: number] | string {
  try {
    const { least, most } = parseTime('--at', value, NOW);
    return [least, most - least];
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return error.message.startsWith('--at ') ? error.code : 'unnamed';
  }
}

describe('a moment', () => {
  it.each<[string, number, number]>([
    ['now', NOW, 0],
    ['14:05', today(14, 5), 60_000],
    ['9:05', today(9, 5), 60_000],
    ['00:00', today(0, 0), 60_000],
    ['23:59', today(23, 59), 60_000],
    ['14:05:30', today(14, 5, 30), 1000],
    ['14:05:00', today(14, 5), 1000],
    ['23:59:59', today(23, 59, 59), 1000],
    ['2026-11-25T14:05Z', Date.UTC(2026, 10, 25, 14, 5), 60_000],
    ['2026-11-25T14:05:30Z', Date.UTC(2026, 10, 25, 14, 5, 30), 1000],
    ['2026-11-25T14:05:30.250Z', Date.UTC(2026, 10, 25, 14, 5, 30, 250), 0],
    ['2026-11-25T14:05:30.2Z', Date.UTC(2026, 10, 25, 14, 5, 30, 200), 0],
    ['2026-11-25T14:05:30+02:00', Date.UTC(2026, 10, 25, 12, 5, 30), 1000],
    ['2026-11-25T14:05-05:30', Date.UTC(2026, 10, 25, 19, 35), 60_000],
  ])('is read as exactly as it is written: %s', (value, from, length) => {
    expect(read(value)).toEqual([from, length]);
  });

  it.each([
    '',
    'Now',
    'now ',
    'then',
    '24:00',
    '14:60',
    '14:05:60',
    '14:5',
    '14:05:3',
    '114:05',
    '14:051',
    '14:05:300',
    '14:05 Uhr',
    'um 14:05',
    '14.05',
    '1405',
    // A time without its zone may be any of two dozen.
    '2026-11-25T14:05:30',
    '2026-11-25',
    '2026-11-25 14:05:30Z',
    '2026-13-25T14:05:30Z',
    '2026-11-25T25:05:30Z',
    '+002026-11-25T14:05:30Z',
    '2026-11-25T14:05:30.Z',
    '2026-11-25T14:05:30+0200',
    '2026-11-25T14:05:30Z and more',
    'Wed, 25 Nov 2026 14:05:30 GMT',
  ])('is not read from "%s"', (value) => {
    expect(read(value)).toBe('usage');
  });
});
