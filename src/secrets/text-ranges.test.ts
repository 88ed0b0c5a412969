import { describe, expect, it } from 'vitest';
import { TextRanges, type TextRange } from './text-ranges.ts';

const LENGTH = 24;

const WORLDS: Readonly<Record<string, readonly TextRange[]>> = {
  none: [],
  one: [{ from: 5, to: 9 }],
  'two apart, out of order': [
    { from: 15, to: 18 },
    { from: 2, to: 6 },
  ],
  'two that overlap': [
    { from: 3, to: 10 },
    { from: 8, to: 14 },
  ],
  'one within another': [
    { from: 3, to: 14 },
    { from: 5, to: 7 },
    { from: 16, to: 17 },
  ],
  'two that adjoin': [
    { from: 3, to: 8 },
    { from: 8, to: 12 },
  ],
  'two of one start': [
    { from: 4, to: 12 },
    { from: 4, to: 6 },
  ],
  many: [1, 4, 7, 10, 13, 16, 19].map((from) => ({ from, to: from + 2 })),
};

const every = Array.from({ length: LENGTH }, (_, from) =>
  Array.from({ length: LENGTH - from }, (__, size) => ({ from, to: from + size + 1 })),
).flat();

/** Merges ranges that overlap; adjacent ones stay separate. */
function merged(ranges: readonly TextRange[]): TextRange[] {
  const out: TextRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && range.from < last.to)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, range.to) };
    else out.push(range);
  }
  return out;
}

describe.each(Object.entries(WORLDS))('ranges: %s', (_, ranges) => {
  const all = new TextRanges(ranges);

  it('overlap whatever shares a place with one of them', () => {
    const common = every.filter((range) => ranges.some(({ from, to }) => range.from < to && from < range.to));
    expect(every.filter((range) => all.overlaps(range))).toEqual(common);
  });

  it('contain whatever is inside one of them, or inside several that overlap', () => {
    const inside = every.filter((range) =>
      merged(ranges).some(({ from, to }) => from <= range.from && range.to <= to),
    );
    expect(every.filter((range) => all.contains(range))).toEqual(inside);
  });
});
