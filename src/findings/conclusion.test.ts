import { expect, it } from 'vitest';
import { decidesTooLittle } from './conclusion.ts';

it.each([
  ['none was asked', 0, 0, true],
  ['all were decided', 1, 0, false],
  ['none was decided', 1, 1, true],
  ['a tenth was not', 10, 1, false],
  ['a little more than a tenth was not', 100, 11, true],
  ['nine tenths were not', 10, 9, true],
])(
  'a run concludes something where at most a tenth of its rows is undecided: %s',
  (_, asked, undecided, tooLittle) => {
    expect(decidesTooLittle({ asked, undecided })).toBe(tooLittle);
  },
);
