import { describe, expect, it } from 'vitest';
import type { Answer } from '../answer/answer.ts';
import { accepted, empty, ignored, refused } from '../contract/expectation.ts';
import { judge } from './judge.ts';

const answer = (treatment: Answer['treatment'], status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  treatment,
  mark: 'unexpected',
  ...more,
});

describe('judging an answer', () => {
  it.each([
    ['the same', refused(401), answer('refused', 401), 'kept'],
    ['one of several statuses', ignored(404, 401), answer('ignored', 401), 'kept'],
    ['any status where none is on record', ignored(), answer('ignored', 404), 'kept'],
    ['another treatment', refused(401), answer('ignored', 401), 'broken'],
    ['another status', refused(401), answer('refused', 403), 'broken'],
    ['an odd answer', accepted(200), answer('inconclusive', 429), 'inconclusive'],
    ['no data as expected', empty(ignored(200)), answer('ignored', 200, { shape: [] }), 'kept'],
    [
      'data where none was expected',
      empty(ignored(200)),
      answer('ignored', 200, { shape: ['string'] }),
      'broken',
    ],
    ['a body that nobody wrote down', empty(ignored(200)), answer('ignored', 200), 'kept'],
  ])('%s', (_, expected, seen, verdict) => {
    expect(judge(expected, seen).verdict).toBe(verdict);
  });

  it('gives a reason for all but a kept contract', () => {
    expect(judge(refused(401), answer('refused', 401)).reason).toBeUndefined();
    expect(judge(refused(401), answer('ignored', 200)).reason).toBeTruthy();
    expect(judge(refused(401), answer('inconclusive', 503)).reason).toBeTruthy();
  });
});
