import { expect, it } from 'vitest';
import {
  headerOf,
  headerValues,
  ORIGINS,
  shapeOfResponse,
  type Exchange,
  type RecordedResponse,
} from './exchange.ts';

const META: Readonly<Record<string, Exchange['meta']>> = {
  recorded: { origin: 'recorded', date: '2026-11-24T03:00:00.000Z' },
  'stand-in': { origin: 'stand-in', date: '2026-11-24T03:00:00.000Z' },
  transcribed: {
    origin: 'transcribed',
    date: '2026-11',
    grade: 'measured',
    source: 'https://example.com/1',
    note: 'Seen.',
  },
};

const exchange = (origin: string, response: Partial<RecordedResponse> = {}): Exchange => ({
  credential: 'revoked',
  operation: 'GET /rest/api/3/project',
  response: { status: 200, ...response },
  meta: META[origin] ?? META['recorded']!,
});

it('has the three origins that files name', () => {
  expect(ORIGINS).toEqual(['transcribed', 'recorded', 'stand-in']);
});

it.each<[string, Partial<RecordedResponse>, string | null | undefined]>([
  // A run stores every relevant header: a missing one was absent.
  ['recorded', {}, null],
  ['recorded', { headers: { server: 'other' } }, null],
  ['stand-in', {}, null],
  // A person transcribed what seemed relevant: nothing is known about the others.
  ['transcribed', {}, undefined],
  ['transcribed', { headers: { server: 'other' }, absent: ['server'] }, undefined],
  ['transcribed', { absent: ['server', 'x-seraph-loginreason'] }, null],
  ['transcribed', { headers: { 'x-seraph-loginreason': 'OK' } }, 'OK'],
  ['transcribed', { headers: { 'x-seraph-loginreason': '' }, absent: ['x-seraph-loginreason'] }, ''],
  ['recorded', { headers: { 'x-seraph-loginreason': ['OUT', 'OK'] } }, 'OUT, OK'],
])('in a %s exchange with %j, the header is %j', (origin, response, value) => {
  expect(headerOf(exchange(origin, response), 'x-seraph-loginreason')).toBe(value);
});

it.each<[RecordedResponse['headers'], readonly string[]]>([
  [undefined, []],
  [{}, []],
  [{ location: '/login' }, []],
  [{ server: 'a' }, ['a']],
  [{ server: ['a', 'b'] }, ['a', 'b']],
])('with %j the values of a header are %j', (headers, values) => {
  expect(headerValues(exchange('recorded', { headers }), 'server')).toEqual(values);
});

it.each<[RecordedResponse['body'], unknown]>([
  [undefined, undefined],
  [{ text: '{"errorMessages":["no"]}' }, { errorMessages: ['string'] }],
  [{ text: 'no' }, 'text'],
  [{ text: '' }, 'empty'],
  [{ shape: { values: [] } }, { values: [] }],
  [{ shape: 'text' }, 'text'],
])('the shape of the body %j is %j', (body, shape) => {
  expect(shapeOfResponse({ status: 200, body })).toEqual(shape);
});
