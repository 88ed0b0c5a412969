import { describe, expect, it } from 'vitest';
import { compareShapes, shapeLines } from './shape-lines.ts';

describe('the lines of a shape', () => {
  it.each([
    ['text', ['text']],
    [[], ['[]']],
    [{}, ['{}']],
    [{ a: 'string', b: [{ c: 'number' }], d: [] }, ['a: string', 'b[].c: number', 'd: []']],
    [[['string']], ['[][]: string']],
  ] as const)('of %j are %j', (shape, lines) => {
    expect(shapeLines(shape)).toEqual(lines);
  });
});

describe('the comparison of two shapes', () => {
  it('names the lines that only one of them has, and counts the others', () => {
    const before = { id: 'string', key: 'string', name: 'string' };
    const after = { id: 'number', key: 'string', name: 'string', self: 'string' };
    expect(compareShapes(before, after)).toEqual({
      before: ['id: string'],
      after: ['id: number', 'self: string'],
      shared: 2,
    });
  });
});
