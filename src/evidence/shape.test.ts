import { tryParseJson } from '../json.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  exampleBodyOf,
  sortKeys,
  isEmptyResult,
  isList,
  keysOf,
  shapeOf,
  shapeOfText,
  shapeOfValue,
  type Shape,
} from './shape.ts';

it.each([
  ['', 'empty'],
  ['Client must be authenticated to access this resource.', 'text'],
  ['<!DOCTYPE html><html></html>', 'html'],
  ['<status><status-code>401</status-code></status>', 'text'],
  ['[]', []],
  ['[{"id":1},{"id":2}]', [{ id: 'number' }]],
  ['{"b":null,"a":true}', { a: 'boolean', b: 'null' }],
  ['"words"', 'string'],
  ['1', 'number'],
  ['null', 'null'],
  [' \n\t', 'empty'],
  ['  <HTML lang="en">', 'html'],
  ['<!-- a --><html>', 'html'],
  ['<!Doctype HTML>', 'html'],
  ['see <html>', 'text'],
  ['{"a":', 'text'],
  ['[[1,"a"],2]', [['number']]],
  ['{"":{"":1}}', { '': { '': 'number' } }],
  ['{"__proto__":1}', JSON.parse('{"__proto__":"number"}')],
])('keeps keys and types of %j, never values', (body, shape) => {
  expect(shapeOf(body)).toEqual(shape);
});

it('returns an example body of the same shape, whatever the JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const shape = shapeOf(JSON.stringify(value));
      expect(shapeOf(exampleBodyOf(shape))).toEqual(shape);
    }),
  );
});

it('returns an example of text, HTML and an empty body', () => {
  for (const shape of ['text', 'html', 'empty']) expect(shapeOf(exampleBodyOf(shape))).toBe(shape);
});

it.each([
  [[], true],
  [['string'], false],
  [{ total: 'number', values: [] }, true],
  [{ total: 'number', values: [{ id: 'string' }] }, false],
  [{ issues: [], values: ['string'] }, false],
  [{ issues: [], values: [] }, true],
  [{ values: { a: [] } }, undefined],
  [{}, undefined],
  [{ accountId: 'string' }, undefined],
  ['text', undefined],
  [undefined, undefined],
])('knows whether %j is empty: %s', (shape, empty) => {
  expect(isEmptyResult(shape)).toBe(empty);
});

it.each<[string, readonly string[], unknown, Shape]>([
  ['no map', [], { a: { b: 1 } }, { a: { b: 'number' } }],
  ['the body', [''], { a: 1, b: '' }, { '*': 'number' }],
  ['the body, which is empty', [''], {}, {}],
  ['the body, which is a list', [''], [{ a: 1 }], [{ a: 'number' }]],
  [
    'a value',
    ['roles'],
    { roles: { Admin: { id: 1 } }, b: { c: 1 } },
    { b: { c: 'number' }, roles: { '*': { id: 'number' } } },
  ],
  ['a value of a list', ['[].roles'], [{ roles: { Admin: '' } }], [{ roles: { '*': 'string' } }]],
  [
    'a value of a list in it',
    ['values[].roles'],
    { roles: { a: 1 }, values: [{ roles: { b: 1 } }] },
    { roles: { a: 'number' }, values: [{ roles: { '*': 'number' } }] },
  ],
  [
    'a value of a map',
    ['a', 'a.*.b'],
    { a: { x: { b: { y: 1 } } } },
    { a: { '*': { b: { '*': 'number' } } } },
  ],
  ['a list of lists', ['[][]'], [[{ x: 1 }]], [[{ '*': 'number' }]]],
])('reads the maps of a body: %s', (_, maps, value, shape) => {
  expect(shapeOfValue(value, maps)).toEqual(shape);
  expect(shapeOf(JSON.stringify(value), maps)).toEqual(shape);
});

const keys = (count: number, value: unknown = 1): object =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, value]));

it('treats an object of more than two hundred keys as a map', () => {
  expect(keysOf(shapeOfValue(keys(200)))).toHaveLength(200);
  expect(shapeOfValue(keys(201))).toEqual({ '*': 'number' });
});

it('goes thirty-two levels deep', () => {
  const nested = (value: unknown, levels: number): unknown =>
    levels === 0 ? value : { a: nested([value], levels - 2) };
  expect(shapeOfValue(nested(1, 32))).toEqual(nested('number', 32));
  for (const [value, type] of [
    [{}, 'object'],
    [[1], 'array'],
    ['', 'string'],
  ] as const) {
    expect(shapeOfValue(nested(value, 32))).toEqual(nested(type, 32));
  }
  expect(shapeOfValue(nested({}, 30))).toEqual(nested({}, 30));
});

it('reads five thousand values', () => {
  // The body itself is the first; each of these counts, with its keys.
  const filler = Object.fromEntries(Array.from({ length: 24 }, (_, i) => [`a${i}`, keys(199)]));
  const ends = { y: { x: 1 }, z: { x: 1 }, zz: [1], zzz: '' };
  expect(shapeOfValue({ ...filler, b: keys(197), ...ends })).toMatchObject({
    y: { x: 'number' },
    z: 'object',
    zz: 'array',
    zzz: 'string',
  });
  expect(shapeOfValue({ ...filler, b: keys(198), ...ends })).toMatchObject({ y: 'object', z: 'object' });
});

it('sorts keys at every level, so that shapes can be compared as text', () => {
  const one = sortKeys({ b: [{ d: 'number', c: 'string' }], a: { f: [], e: 'null' }, '': 'text' });
  expect(JSON.stringify(one)).toBe('{"":"text","a":{"e":"null","f":[]},"b":[{"c":"string","d":"number"}]}');
  expect(JSON.stringify(shapeOfValue({ b: 1, c: 1, a: [{ e: 1, d: 1 }] }))).toBe(
    '{"a":[{"d":"number","e":"number"}],"b":"number","c":"number"}',
  );
  expect(sortKeys('html')).toBe('html');
});

it.each<[Shape, string]>([
  ['string', '"…"'],
  ['number', '0'],
  ['boolean', 'false'],
  ['null', 'null'],
  ['object', '{}'],
  ['array', '[]'],
  ['text', '…'],
  ['html', '<!doctype html>'],
  ['empty', ''],
  [[], '[]'],
  [[['string']], '[["…"]]'],
  [{ a: 'number', b: [{ '*': 'boolean' }] }, '{"a":0,"b":[{"*":false}]}'],
])('returns %j as %j', (shape, body) => {
  expect(exampleBodyOf(shape)).toBe(body);
});

it.each<[Shape | undefined, boolean, readonly string[]]>([
  [undefined, false, []],
  ['text', false, []],
  [[], true, []],
  [['string'], true, []],
  [{}, false, []],
  [{ b: 'text', a: [] }, false, ['b', 'a']],
])('describes %j: a list %s, with the keys %j', (shape, list, names) => {
  expect(shape !== undefined && isList(shape)).toBe(list);
  expect(keysOf(shape)).toEqual(names);
});

it('parses JSON, and returns undefined for anything else', () => {
  expect([tryParseJson('{"a":[1]}'), tryParseJson('null'), tryParseJson(''), tryParseJson('no')]).toEqual([
    { a: [1] },
    null,
    undefined,
    undefined,
  ]);
  expect(['', '<html>', '{}'].map(shapeOfText)).toEqual(['empty', 'html', 'text']);
});
