import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bodyOf, isEmptyResult, shapeOf } from './shape.ts';

it.each([
  ['', 'empty'],
  ['Client must be authenticated to access this resource.', 'text'],
  ['<!DOCTYPE html><html></html>', 'html'],
  ['<status><status-code>401</status-code></status>', 'text'],
  ['[]', []],
  ['[{"id":1},{"id":2}]', [{ id: 'number' }]],
  ['{"b":null,"a":true}', { a: 'boolean', b: 'null' }],
  ['"words"', 'string'],
])('keeps keys and types of %j, never values', (body, shape) => {
  expect(shapeOf(body)).toEqual(shape);
});

it('gives back a body of the same shape, whatever the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const shape = shapeOf(JSON.stringify(value));
      expect(shapeOf(bodyOf(shape))).toEqual(shape);
    }),
  );
});

it('gives back text, HTML and nothing as what they are', () => {
  for (const shape of ['text', 'html', 'empty']) expect(shapeOf(bodyOf(shape))).toBe(shape);
});

it.each([
  [[], true],
  [['string'], false],
  [{ total: 'number', values: [] }, true],
  [{ total: 'number', values: [{ id: 'string' }] }, false],
  [{ accountId: 'string' }, undefined],
  ['text', undefined],
  [undefined, undefined],
])('says of %j whether it holds data: %s', (shape, empty) => {
  expect(isEmptyResult(shape)).toBe(empty);
});
