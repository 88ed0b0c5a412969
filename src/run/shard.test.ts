import { describe, expect, it } from 'vitest';
import { Fault } from '../fault.ts';
import { itemsOfShard, parseShard } from './shard.ts';

describe('a shard', () => {
  it.each([
    ['1/1', 1, 1],
    ['1/3', 1, 3],
    ['3/3', 3, 3],
    ['2/10', 2, 10],
    ['1000/1000', 1000, 1000],
  ])('is named as %s', (value, index, count) => {
    expect(parseShard(value)).toEqual({ index, count });
  });

  it.each([
    '',
    '/',
    '1',
    '1/',
    '/3',
    '0/3',
    '4/3',
    '0/0',
    '-1/3',
    '1/-3',
    '1.5/3',
    ' 1/3',
    '1/3 ',
    '1/3/5',
    'x1/3',
    '1/3x',
    '1 / 3',
    '1/12345',
    '12345/12345',
    'a/b',
  ])('is not named as "%s"', (value) => {
    expect(() => parseShard(value)).toThrow(
      expect.objectContaining({ name: Fault.name, code: 'usage' }) as Fault,
    );
  });

  it.each([
    [1, 1, [0, 1, 2, 3, 4]],
    [1, 2, [0, 2, 4]],
    [2, 2, [1, 3]],
    [1, 3, [0, 3]],
    [2, 3, [1, 4]],
    [3, 3, [2]],
    [7, 7, []],
  ])('has its share of a list: %d of %d', (index, count, expected) => {
    expect(itemsOfShard([0, 1, 2, 3, 4], { index, count })).toEqual(expected);
  });
});
