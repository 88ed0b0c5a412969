import { expect, it } from 'vitest';
import { joined, listed, wireHeader, wireValues, type Wire } from './raw-response.ts';

const wire = (headers: Wire['headers']): Wire => ({ status: 200, headers, text: '' });

it.each<[string, Wire['headers'], readonly string[], string | null]>([
  ['is not there', {}, [], null],
  ['is there without a value', { server: undefined }, [], null],
  ['is empty', { server: '' }, [''], ''],
  ['has one line', { server: 'a, b' }, ['a, b'], 'a, b'],
  ['has several lines', { server: ['a', 'b'] }, ['a', 'b'], 'a, b'],
])('gives the value of a header that %s', (_, headers, values, value) => {
  expect(wireValues(wire(headers), 'server')).toEqual(values);
  expect(wireHeader(wire(headers), 'server')).toBe(value);
});

it.each(['content-type', 'location', 'date', 'retry-after', 'x-ratelimit-reset', 'set-cookie'])(
  'takes the first of several lines of %s, which has one value',
  (name) => {
    expect(joined(name, ['one, with a comma', 'two'])).toBe('one, with a comma');
    expect(joined(name, [])).toBe('');
    expect(joined(name, 'one, with a comma')).toBe('one, with a comma');
  },
);

it.each(['www-authenticate', 'x-seraph-loginreason', 'x-failure-category'])(
  'makes one list of several lines of %s',
  (name) => {
    expect(joined(name, ['a', 'b', 'c'])).toBe('a, b, c');
    expect(joined(name, [])).toBe('');
  },
);

it.each<[string | readonly string[] | undefined, string[]]>([
  [undefined, []],
  ['', []],
  [' , ,', []],
  ['a', ['a']],
  ['a,b', ['a', 'b']],
  ['  a b , c  ', ['a b', 'c']],
  [
    ['a, b', 'c'],
    ['a', 'b', 'c'],
  ],
  [[], []],
])('lists the members of %j', (value, members) => {
  expect(listed(value)).toEqual(members);
});
