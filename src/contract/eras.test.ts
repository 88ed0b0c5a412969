import { describe, expect, it } from 'vitest';
import { eraOf, ERAS, PRESENT } from './eras.ts';

describe('the era of a day', () => {
  it.each([
    ['2019-01-01', '2019-11'],
    ['2019-11-30', '2019-11'],
    ['2019-12-01', '2019-12'],
    ['2020-01-31', '2019-12'],
    ['2020-02-01', '2022-11'],
    ['2023-03-31', '2022-11'],
    ['2023-04-01', '2026-09'],
    ['2026-11-24T03:00:00Z', '2026-09'],
  ])('%s is in %s', (day, era) => {
    expect(eraOf(day)).toBe(era);
  });

  it('does not exist before the first era: such a date is an error in a fixture', () => {
    expect(() => eraOf('2018-12-31')).toThrow(expect.objectContaining({ code: 'bad-fixture' }));
  });

  it('is the last era at present, and the eras are in order', () => {
    expect(ERAS.at(-1)?.id).toBe(PRESENT);
    const begins = ERAS.map(({ from }) => from);
    expect(begins).toEqual([...new Set(begins)].toSorted());
  });
});
