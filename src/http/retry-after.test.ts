import { expect, it } from 'vitest';
import { requestedPause, limitNameOf } from './retry-after.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

it.each<[string, Record<string, string | string[]>, number]>([
  ['nothing is asked', {}, 0],
  ['no lines', { 'retry-after': [] }, 0],
  ['seconds', { 'retry-after': '30' }, 30_000],
  ['seconds, with a space around them', { 'retry-after': ' 30 ' }, 30_000],
  ['the longest of several lines', { 'retry-after': ['5', '30', 'soon'] }, 30_000],
  ['digits and more', { 'retry-after': '30x' }, 0],
  ['more and digits', { 'retry-after': 'x30' }, 0],
  // A date in the year 12345678900 is out of range.
  ['nine digits at most', { 'retry-after': '123456789' }, 123_456_789_000],
  ['more digits than any wait has', { 'retry-after': '1234567890' }, 0],
  ['a date', { 'retry-after': 'Tue, 24 Nov 2026 03:01:00 GMT' }, 60_000],
  ['a date that has passed', { 'retry-after': 'Tue, 24 Nov 2026 02:00:00 GMT' }, 0],
  ['nonsense', { 'retry-after': 'soon' }, 0],
  ['a negative number', { 'retry-after': '-5' }, 0],
  [
    'the reset, if nothing remains',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    10_000,
  ],
  [
    'no reset, if something remains',
    { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    0,
  ],
  ['no reset, if the remaining number is unknown', { 'x-ratelimit-reset': '2026-11-24T03:00:10Z' }, 0],
  ['nothing remains, but there is no reset', { 'x-ratelimit-remaining': '0' }, 0],
  ['a reset that is nonsense', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'soon' }, 0],
  [
    'a reset that has passed',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T02:59:00Z' },
    0,
  ],
  [
    'Retry-After before the reset',
    { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    5000,
  ],
])('waits as a response asks: %s', (_, headers, ms) => {
  expect(requestedPause({ status: 429, headers, text: '' }, NOW)).toBe(ms);
});

it('names the rate limit if the site does', () => {
  expect(limitNameOf({ status: 429, headers: { 'ratelimit-reason': 'jira-burst-based' }, text: '' })).toBe(
    'jira-burst-based',
  );
  expect(limitNameOf({ status: 429, headers: {}, text: '' })).toBeUndefined();
});
