import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import {
  exchangesSchema,
  folderNameSchema,
  responseSchema,
  setSchema,
  shapeSchema,
} from './recording-schema.ts';

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success;

const TRANSCRIBED = {
  origin: 'transcribed',
  date: '2026-09-04',
  grade: 'measured',
  source: 'https://example.com/issue/1',
  note: 'Seen.',
};
const RECORDED = { origin: 'recorded', date: '2026-09-30T12:00:00.000Z' };
const ALSO = {
  gives: 'the status',
  date: '2026-09',
  grade: 'reported',
  source: TRANSCRIBED.source,
  note: 'Seen.',
};

const exchangeWith = (meta: object): unknown => [
  { operation: 'GET /rest/api/3/project', response: { status: 200 }, meta },
];

const SET = {
  name: 'mine',
  origin: 'transcribed',
  era: '2026-09',
  summary: 'A set.',
  dates: { from: '2026-09-01', to: '2026-09-30' },
  tool: 'a test',
};
const LIVE_SET = { ...SET, origin: 'recorded', site: 'https://jira-site.example.com' };

describe('a response', () => {
  it.each<[boolean, unknown]>([
    [true, { status: 100 }],
    [true, { status: 599 }],
    [false, { status: 99 }],
    [false, { status: 600 }],
    [false, { status: 200.5 }],
    [false, { status: '200' }],
    [false, {}],
    [false, { status: 200, extra: 1 }],
    [true, { status: 200, headers: {}, absent: [] }],
    [true, { status: 200, headers: { 'x-a-1': 'a', b: ['c', 'd'] }, absent: ['x-a-1'] }],
    [false, { status: 200, headers: { 'X-A': 'a' } }],
    [false, { status: 200, headers: { 'x a': 'a' } }],
    [false, { status: 200, headers: { '': 'a' } }],
    [false, { status: 200, headers: { ' a': 'a' } }],
    [false, { status: 200, headers: { 'a:': 'a' } }],
    [false, { status: 200, headers: { a: 1 } }],
    [false, { status: 200, headers: { a: [1] } }],
    [false, { status: 200, absent: ['X-A'] }],
    [false, { status: 200, absent: 'x-a' }],
    [true, { status: 200, body: { text: '' } }],
    [true, { status: 200, body: { shape: 'text' } }],
    [true, { status: 200, body: { shape: { a: [{ b: 'string' }] } } }],
    [false, { status: 200, body: {} }],
    [false, { status: 200, body: 'text' }],
    [false, { status: 200, body: { text: 1 } }],
    [false, { status: 200, body: { text: '', shape: 'text' } }],
    [false, { status: 200, body: { shape: 1 } }],
    [false, { status: 200, body: { shape: { a: null } } }],
  ])('is read: %s, %j', (expected, value) => {
    expect(accepts(responseSchema, value)).toBe(expected);
  });

  it.each<[boolean, unknown]>([
    [true, 'string'],
    [true, []],
    [true, ['string', ['number']]],
    [true, {}],
    [true, { a: { b: [] } }],
    [false, 1],
    [false, null],
    [false, [true]],
    [false, { a: [{ b: 1 }] }],
  ])('has a shape: %s, %j', (expected, value) => {
    expect(accepts(shapeSchema, value)).toBe(expected);
  });
});

describe('an exchange', () => {
  it.each<[boolean, object]>([
    [true, TRANSCRIBED],
    [true, { ...TRANSCRIBED, date: '2026' }],
    [true, { ...TRANSCRIBED, date: '2026-09' }],
    [false, { ...TRANSCRIBED, date: '26-09' }],
    [false, { ...TRANSCRIBED, date: '2026-9' }],
    [false, { ...TRANSCRIBED, date: '2026-09-4' }],
    [false, { ...TRANSCRIBED, date: '2026-09-041' }],
    [false, { ...TRANSCRIBED, date: 'x2026' }],
    [false, { ...TRANSCRIBED, date: '2026-09-30T12:00:00Z' }],
    [true, { ...TRANSCRIBED, grade: 'reported' }],
    [false, { ...TRANSCRIBED, grade: 'inferred' }],
    [false, { ...TRANSCRIBED, grade: 'certain' }],
    [false, { ...TRANSCRIBED, source: 'http://example.com' }],
    [false, { ...TRANSCRIBED, source: 'xhttps://example.com' }],
    [false, { ...TRANSCRIBED, source: 'httpsx://example.com' }],
    [false, { ...TRANSCRIBED, source: 'the manual' }],
    [false, { ...TRANSCRIBED, note: '' }],
    [true, { ...TRANSCRIBED, note: 'x' }],
    [true, { ...TRANSCRIBED, also: [ALSO] }],
    [true, { ...TRANSCRIBED, also: [{ ...ALSO, grade: 'inferred' }] }],
    [false, { ...TRANSCRIBED, also: [{ ...ALSO, gives: '' }] }],
    [true, { ...TRANSCRIBED, also: [{ ...ALSO, gives: 'x' }] }],
    [false, { ...TRANSCRIBED, also: [{ ...ALSO, extra: 1 }] }],
    [false, { ...TRANSCRIBED, also: ALSO }],
    [false, { ...TRANSCRIBED, extra: 1 }],
    [false, { ...TRANSCRIBED, flapping: [200] }],
    [true, RECORDED],
    [true, { ...RECORDED, origin: 'stand-in' }],
    [false, { ...RECORDED, origin: 'made-up' }],
    [false, { ...RECORDED, date: '2026-09-30' }],
    [false, { ...RECORDED, extra: 1 }],
    [false, { ...RECORDED, source: TRANSCRIBED.source }],
    [true, { ...RECORDED, flapping: [200, 404], rollOut: true, steady: [503], times: 1, dissent: [401] }],
    [false, { ...RECORDED, flapping: ['200'] }],
    [false, { ...RECORDED, rollOut: false }],
    [false, { ...RECORDED, steady: 503 }],
    [false, { ...RECORDED, times: 0 }],
    [false, { ...RECORDED, times: 1.5 }],
    [false, { ...RECORDED, dissent: [1.5] }],
  ])('is read: %s, with %j', (expected, meta) => {
    expect(accepts(exchangesSchema, exchangeWith(meta))).toBe(expected);
  });

  it('is read as written, and refused if a part is missing or the operation is unknown', () => {
    const [one] = exchangeWith(RECORDED) as [Record<string, unknown>];
    expect(exchangesSchema.parse([one, one])).toEqual([one, one]);
    expect(accepts(exchangesSchema, [])).toBe(true);
    expect(accepts(exchangesSchema, one)).toBe(false);
    expect(accepts(exchangesSchema, [{ ...one, operation: 'GET /nowhere' }])).toBe(false);
    expect(accepts(exchangesSchema, [{ ...one, extra: 1 }])).toBe(false);
    for (const key of Object.keys(one)) {
      expect(accepts(exchangesSchema, [{ ...one, [key]: undefined }])).toBe(false);
    }
  });
});

it.each<[boolean, string]>([
  [true, 'a'],
  [true, '0'],
  [true, '2026-09.b'],
  [true, 'a'.repeat(100)],
  [false, 'a'.repeat(101)],
  [false, ''],
  [false, '.a'],
  [false, '-a'],
  [false, 'A'],
  [false, 'aB'],
  [false, 'a/b'],
  [false, 'a b'],
  [false, 'a_b'],
  [false, '../a'],
])('a name is one of a folder: %s, %j', (expected, name) => {
  expect(accepts(folderNameSchema, name)).toBe(expected);
});

describe('the description of a set', () => {
  it.each<[boolean, object]>([
    [true, SET],
    [false, { ...SET, name: 'Mine' }],
    [false, { ...SET, era: '1999' }],
    [false, { ...SET, summary: '' }],
    [true, { ...SET, summary: 'x', tool: 'y' }],
    [false, { ...SET, tool: '' }],
    [false, { ...SET, dates: { from: '2026-09-01' } }],
    [false, { ...SET, dates: { to: '2026-09-01' } }],
    [false, { ...SET, dates: { from: '1', to: '2' } }],
    [false, { ...SET, dates: { ...SET.dates, extra: 1 } }],
    [false, { ...SET, origin: 'made-up' }],
    [false, { ...SET, site: 'https://jira-site.example.com' }],
    [false, { ...SET, extra: 1 }],
    [true, LIVE_SET],
    [true, { ...LIVE_SET, origin: 'stand-in' }],
    [true, { ...LIVE_SET, incomplete: 'cut off', unconfirmed: 'one' }],
    [true, { ...LIVE_SET, site: 'x', incomplete: 'x', unconfirmed: 'x' }],
    [false, { ...LIVE_SET, site: undefined }],
    [false, { ...LIVE_SET, site: '' }],
    [false, { ...LIVE_SET, incomplete: '' }],
    [false, { ...LIVE_SET, unconfirmed: '' }],
    [false, { ...LIVE_SET, extra: 1 }],
  ])('is read: %s, %j', (expected, value) => {
    expect(accepts(setSchema, value)).toBe(expected);
  });

  it.each([SET, LIVE_SET])('is read as written: %j', (value) => {
    expect(setSchema.parse(value)).toEqual(value);
  });

  it.each(Object.keys(LIVE_SET))('is refused without its %s', (key) => {
    const left = Object.fromEntries(Object.entries(LIVE_SET).filter(([name]) => name !== key));
    expect(accepts(setSchema, left)).toBe(false);
  });
});
