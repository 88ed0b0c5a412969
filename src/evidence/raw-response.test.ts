import { expect, it } from 'vitest';
import {
  joinHeaderLines,
  listMembers,
  rawHeader,
  rawHeaderValues,
  type RawResponse,
} from './raw-response.ts';

const rawResponse = (headers: RawResponse['headers']): RawResponse => ({ status: 200, headers, text: '' });

it.each<[string, RawResponse['headers'], readonly string[], string | null]>([
  ['is not there', {}, [], null],
  ['is there without a value', { server: undefined }, [], null],
  ['is empty', { server: '' }, [''], ''],
  ['has one line', { server: 'a, b' }, ['a, b'], 'a, b'],
  ['has several lines', { server: ['a', 'b'] }, ['a', 'b'], 'a, b'],
])('gives the value of a header that %s', (_, headers, values, value) => {
  expect(rawHeaderValues(rawResponse(headers), 'server')).toEqual(values);
  expect(rawHeader(rawResponse(headers), 'server')).toBe(value);
});

it.each(['content-type', 'location', 'date', 'retry-after', 'x-ratelimit-reset', 'set-cookie'])(
  'takes the first of several lines of %s, which has a single value',
  (name) => {
    expect(joinHeaderLines(name, ['one, with a comma', 'two'])).toBe('one, with a comma');
    expect(joinHeaderLines(name, [])).toBe('');
    expect(joinHeaderLines(name, 'one, with a comma')).toBe('one, with a comma');
  },
);

it.each(['www-authenticate', 'x-seraph-loginreason', 'x-failure-category'])(
  'joins several lines of %s into one list',
  (name) => {
    expect(joinHeaderLines(name, ['a', 'b', 'c'])).toBe('a, b, c');
    expect(joinHeaderLines(name, [])).toBe('');
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
  expect(listMembers(value)).toEqual(members);
});
