import { describe, expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import { accepted, because, empty, ignored, refused } from '../contract/expectation.ts';
import { judge } from './judge.ts';

const answer = (treatment: Answer['treatment'], status: number, more: Partial<Answer> = {}): Answer => ({
  status,
  treatment,
  mark: 'unexpected',
  ...more,
});

const GONE = answer('inconclusive', 410, { mark: 'operation-removed' });
const BROWN_OUT = answer('inconclusive', 410, { mark: 'brown-out' });

describe('judging an answer', () => {
  it.each([
    ['the same', refused(401), answer('refused', 401), 'kept'],
    ['one of several statuses', ignored(404, 401), answer('ignored', 401), 'kept'],
    ['any status if none is on record', ignored(), answer('ignored', 404), 'kept'],
    ['another treatment', refused(401), answer('ignored', 401), 'broken'],
    ['another status', refused(401), answer('refused', 403), 'broken'],
    ['an odd answer', accepted(200), answer('inconclusive', 429), 'inconclusive'],
    ['no data as expected', empty(ignored(200)), answer('ignored', 200, { shape: [] }), 'kept'],
    [
      'data although none was expected',
      empty(ignored(200)),
      answer('ignored', 200, { shape: ['string'] }),
      'broken',
    ],
    [
      'the reason as expected',
      because('A', refused(401)),
      answer('refused', 401, { failureCategory: 'A' }),
      'kept',
    ],
    [
      'another reason',
      because('A', refused(401)),
      answer('refused', 401, { failureCategory: 'B' }),
      'broken',
    ],
    ['a reason that is not on record', because('A', refused(401)), answer('refused', 401), 'kept'],
    ['another account', accepted(200), answer('accepted', 200, { mark: 'another-account' }), 'broken'],
    [
      'a status without a meaning',
      refused(401),
      answer('inconclusive', 422, { mark: 'unexplained' }),
      'broken',
    ],
    ['an operation that is gone, to a token that works', accepted(200), GONE, 'broken'],
    ['an operation in a brown-out, to a token that works', accepted(200), BROWN_OUT, 'broken'],
    ['an operation in a brown-out, to any other', ignored(200), BROWN_OUT, 'skipped'],
    ['an operation that is gone, to any other', refused(401), GONE, 'skipped'],
    ['a body that was not recorded', empty(ignored(200)), answer('ignored', 200), 'kept'],
  ])('%s', (_, expected, seen, verdict) => {
    expect(judge(expected, seen).verdict).toBe(verdict);
  });

  it('gives a reason unless the contract was kept', () => {
    expect(judge(refused(401), answer('refused', 401)).reason).toBeUndefined();
    expect(judge(refused(401), answer('ignored', 200)).reason).toBeTruthy();
    expect(judge(refused(401), answer('inconclusive', 503)).reason).toBeTruthy();
  });
});
