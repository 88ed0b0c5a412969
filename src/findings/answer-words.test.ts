import { expect, it } from 'vitest';
import type { Answer } from '../classify/answer.ts';
import { describeAnswer, describeTransition } from './answer-words.ts';

const refused: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };
const ignored: Answer = { status: 200, treatment: 'ignored', mark: 'no-account-id' };
const gone: Answer = { status: 410, treatment: 'inconclusive', mark: 'operation-removed' };

// They stand in acknowledgements and in the history.
it.each<[Answer | null, string]>([
  [refused, 'refused 401'],
  [gone, 'removed 410'],
  [ignored, 'ignored 200'],
  [{ ...ignored, shape: [] }, 'ignored 200 []'],
  [{ ...ignored, shape: { values: [] } }, 'ignored 200 []'],
  [{ ...ignored, shape: ['string'] }, 'ignored 200'],
  [null, '–'],
])('%j is %s', (answer, words) => {
  expect(describeAnswer(answer)).toBe(words);
});

it('has both answers, the earlier first', () => {
  expect(describeTransition({ before: refused, after: ignored })).toBe('refused 401 → ignored 200');
  expect(describeTransition({ before: null, after: ignored })).toBe('– → ignored 200');
});

const whole: Answer = {
  ...refused,
  loginReason: 'OUT',
  failureCategory: null,
  mediaType: 'application/json',
};

it.each([
  ['another signal', { ...whole, mark: 'login-failed' }],
  ['another login reason', { ...whole, loginReason: 'AUTHENTICATED_FAILED' }],
  ['no login reason', { ...whole, loginReason: null }],
  ['a failure category', { ...whole, failureCategory: 'FAILURE' }],
  ['another media type', { ...whole, mediaType: 'text/html' }],
  ['another body', { ...whole, shape: { other: 'string' } }],
] as const)('never describes a change as one answer and the same again: %s', (_what, after) => {
  const [was, is] = describeTransition({ before: whole, after }).split(' → ');
  expect(was).not.toBe(is);
});
