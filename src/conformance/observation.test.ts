import { describe, expect, it } from 'vitest';
import { ENDLESS, isEndless } from './hammering.ts';
import { seenRequest } from './observation.fixture.ts';
import { comparableText, requestLines } from './observation.ts';

const textOf = (output: string, url: string): string => comparableText(output, { [url]: '{url}', '': '!' });

const many = (number: number, status: number, isSame: boolean): boolean =>
  isEndless(Array.from({ length: number }, (_, i) => seenRequest({ status, query: isSame ? '' : `n=${i}` })));

describe('an output that is compared', () => {
  it.each([
    ['at 2026-11-26T03:05:07.123Z', 'at 2027-01-01T00:00:00.000Z'],
    ['[03:05:07] x', '[23:59:59] x'],
    ['took 12 ms', 'took 1.5s'],
    ['id 57a0d1a0-57a0-4d1a-8000-57a0d1a057a0', 'id 00000000-0000-4000-8000-000000000000'],
    ['(node:123) Warning', '(node:4567) Warning'],
    ['at http://127.0.0.1:1/x', 'at http://127.0.0.1:2/x'],
  ])('has nothing that differs from run to run: %s', (one, another) => {
    expect(textOf(one, 'http://127.0.0.1:1')).toBe(textOf(another, 'http://127.0.0.1:2'));
  });

  it.each([
    ['3 projects', '0 projects'],
    ['EXAMPLE-1', 'EXAMPLE-2'],
  ])('has what a program found: %s', (one, another) =>
    expect(comparableText(one, {})).not.toBe(comparableText(another, {})),
  );

  it('comes with the requests, without what the answers were', () => {
    const requests = [seenRequest(), seenRequest({ query: '', status: 404, answeredFor: 'anonymous' })];
    expect(requestLines({ requests })).toEqual([
      'GET /rest/api/3/project/search',
      'GET /rest/api/3/project/search?startAt=0',
    ]);
    expect(requestLines({ requests: requests.toReversed() })).toEqual(requestLines({ requests }));
  });
});

describe('a program asks without end', () => {
  it.each([
    [401, true],
    [403, true],
    [503, true],
    [200, false],
  ])('if it repeats a request that is answered with %i: %s', (status, is) => {
    expect(many(ENDLESS.refused + 2, status, true)).toBe(is);
    expect(many(ENDLESS.refused + 1, status, true)).toBe(false);
    expect(many(ENDLESS.refused + 2, status, false)).toBe(false);
  });

  it('if it makes very many requests', () => {
    expect(many(ENDLESS.requests + 1, 200, false)).toBe(true);
    expect(many(ENDLESS.requests, 200, false)).toBe(false);
  });
});
