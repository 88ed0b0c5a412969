import { expect, it } from 'vitest';
import { between, narrowed, overlap, type Interval } from './interval.ts';

const span = (least: number, most: number): Interval => ({ least, most });

it.each<[from: Interval, to: Interval, length: Interval]>([
  [span(10, 20), span(50, 70), span(30, 60)],
  [span(10, 20), span(15, 30), span(0, 20)],
  [span(10, 20), span(2, 5), span(0, 0)],
  [span(0, 0), span(5, Number.POSITIVE_INFINITY), span(5, Number.POSITIVE_INFINITY)],
])('between %j and %j lies %j', (from, to, length) => {
  expect(between(from, to)).toEqual(length);
});

it.each<[a: Interval, b: Interval, common: Interval | undefined]>([
  [span(0, 10), span(5, 15), span(5, 10)],
  [span(0, 10), span(2, 8), span(2, 8)],
  [span(0, 10), span(10, 15), span(10, 10)],
  [span(0, 10), span(11, 15), undefined],
])('%j and %j have %j in common', (a, b, common) => {
  expect([overlap(a, b), overlap(b, a)]).toEqual([common !== undefined, common !== undefined]);
  // Without an overlap, the second counts.
  expect([narrowed(a, b), narrowed(b, a)]).toEqual([common ?? b, common ?? a]);
});
