import { describe, expect, it } from 'vitest';
import type { SeenRequest } from '../stand-in/stand-in.ts';
import { askedTooOften, BOUNDS, ENDLESS } from './hammering.ts';
import { seenRequest } from './observation.fixture.ts';

const requests = (number: number, changes: Partial<SeenRequest>): SeenRequest[] =>
  Array.from({ length: number }, () => seenRequest(changes));

const WAIT = 1000;

describe('after Retry-After', () => {
  const after = (at: number, status = 429): string | undefined =>
    askedTooOften([seenRequest({ status }), seenRequest({ at })], WAIT);

  it.each([
    ['at once', 0, true],
    ['in half of the time', WAIT / 2, true],
    ['a little early, by another clock', WAIT - 50, false],
    ['in time', WAIT, false],
  ])('a request that comes %s is early: %s', (_when, at, isEarly) =>
    expect(after(at) !== undefined).toBe(isEarly),
  );

  it('concerns that request alone, and the answer that asks to wait', () => {
    expect(after(0, 200)).toBeUndefined();
    const other = seenRequest({ path: '/rest/api/3/field' });
    expect(askedTooOften([seenRequest({ status: 429 }), other], WAIT)).toBeUndefined();
    expect(askedTooOften([seenRequest({ status: 429 }), seenRequest()], undefined)).toBeUndefined();
  });
});

describe.each([500, 502, 503])('after %i', (status) => {
  it('a request may be repeated a few times', () => {
    expect(askedTooOften(requests(BOUNDS.retriesOfFailure + 1, { status }), undefined)).toBeUndefined();
    expect(askedTooOften(requests(BOUNDS.retriesOfFailure + 2, { status }), undefined)).toBeDefined();
  });
});

it.each([null, 200, 404, 499])('a request that is answered with %s may be repeated', (status) => {
  expect(askedTooOften(requests(30, { status }), undefined)).toBeUndefined();
});

const said = (retries: number): string =>
  askedTooOften(requests(retries + 1, { status: 401 }), undefined) ?? '';

it('is said with its number, as long as the program ended on its own', () => {
  expect(said(7)).toMatch(/\b7\b/);
  expect(said(ENDLESS.refused)).toContain(String(ENDLESS.refused));
  // "Once" needs no number, and without end has none.
  for (const number of [1, ENDLESS.refused + 1])
    expect(said(number).replaceAll(/\b40[13]\b/g, '')).not.toMatch(/\d/);
  expect(new Set([1, 2, 3, ENDLESS.refused + 1].map(said)).size).toBe(4);
  expect(said(ENDLESS.refused + 1)).toBe(said(ENDLESS.refused + 2));
});
