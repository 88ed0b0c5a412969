import { expect, it } from 'vitest';
import { askedToWait } from './patience.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

it.each([
  ['nothing is asked', {}, 0],
  ['seconds', { 'retry-after': '30' }, 30_000],
  ['a date', { 'retry-after': 'Tue, 24 Nov 2026 03:01:00 GMT' }, 60_000],
  ['a date that has passed', { 'retry-after': 'Tue, 24 Nov 2026 02:00:00 GMT' }, 0],
  ['nonsense', { 'retry-after': 'soon' }, 0],
  ['a negative number', { 'retry-after': '-5' }, 0],
  [
    'the reset, where nothing remains',
    { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    10_000,
  ],
  [
    'no reset, where something remains',
    { 'x-ratelimit-remaining': '7', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    0,
  ],
  [
    'Retry-After before the reset',
    { 'retry-after': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-24T03:00:10Z' },
    5000,
  ],
])('waits as a response asks: %s', (_, headers, ms) => {
  expect(askedToWait({ status: 429, headers, text: '' }, NOW)).toBe(ms);
});
