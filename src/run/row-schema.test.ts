import { describe, expect, it } from 'vitest';
import { byRowOrder, VERDICTS, type RowResult } from './row-result.ts';
import { rowSchema } from './row-schema.ts';

const BASIS = { grade: 'measured', date: '2026-09', source: 'https://example.com/', note: 'a note' } as const;

const ROW: RowResult = {
  kind: 'contract',
  era: '2026-09',
  credential: 'revoked',
  operation: 'GET /rest/api/3/myself',
  expected: { treatment: 'refused', statuses: [401], basis: BASIS },
  verdict: 'kept',
  answer: { status: 401, treatment: 'refused', mark: 'unauthorized' },
  sources: [BASIS],
};

const ANSWER = ROW.answer;

describe('a row in a run file', () => {
  it.each<[string, object]>([
    ['all that must be there', {}],
    ['no answer', { answer: undefined }],
    ['a status that nobody wrote down', { expected: { treatment: 'ignored', statuses: [], empty: true } }],
    [
      'the reason of a refusal',
      { expected: { treatment: 'refused', statuses: [401], failureCategory: 'FAILURE_CLIENT_AUTH' } },
    ],
    [
      'headers that were not there',
      { answer: { ...ANSWER, loginReason: null, failureCategory: null, mediaType: null } },
    ],
    [
      'what is known of the answer',
      { answer: { ...ANSWER, loginReason: 'OUT', mediaType: 'text/html', shape: ['number'] } },
    ],
    ['an operation that stands in no table', { operation: 'GET /rest/api/3/announcementBanner' }],
    ['its evidence', { response: { status: 401 }, at: '2026-11-01T00:00:00Z', certainty: { times: 3 } }],
    ['a reason', { verdict: 'broken', reason: 'it was 200' }],
    ['what is wanted', { kind: 'wanted' }],
    ...VERDICTS.map((verdict): [string, object] => [`the verdict ${verdict}`, { verdict }]),
  ])('is read as it is written, with %s', (_, more) => {
    const row = JSON.parse(JSON.stringify({ ...ROW, ...more })) as unknown;
    expect(rowSchema.parse(row)).toEqual(row);
  });

  it.each<[string, object]>([
    ['more than there is', { more: 1 }],
    ['another kind', { kind: 'other' }],
    ['an unknown era', { era: '1999-01' }],
    ['an unknown credential', { credential: 'x' }],
    ['an operation that is none', { operation: 'POST somewhere' }],
    ['an expectation of nothing', { expected: { treatment: 'inconclusive', statuses: [401] } }],
    ['an expectation without statuses', { expected: { treatment: 'refused' } }],
    ['a status that is no number', { expected: { treatment: 'refused', statuses: ['401'] } }],
    ['an expectation with more than there is', { expected: { treatment: 'refused', statuses: [], more: 1 } }],
    ['emptiness that is denied', { expected: { treatment: 'ignored', statuses: [], empty: false } }],
    ['another verdict', { verdict: 'passed' }],
    ['an answer of an unknown mark', { answer: { ...ANSWER, mark: 'x' } }],
    ['an answer without a status', { answer: { ...ANSWER, status: undefined } }],
    ['an answer with half a status', { answer: { ...ANSWER, status: 401.5 } }],
    ['an answer with more than there is', { answer: { ...ANSWER, more: 1 } }],
    ['a day instead of a time', { at: '2026-11-01' }],
    ['no sources', { sources: undefined }],
    ['a source of an unknown grade', { sources: [{ ...BASIS, grade: 'x' }] }],
    ['a source with more than there is', { sources: [{ ...BASIS, more: 1 }] }],
    ['a source without a note', { sources: [{ ...BASIS, note: undefined }] }],
  ])('is refused with %s', (_, wrong) => {
    expect(rowSchema.safeParse({ ...ROW, ...wrong }).success).toBe(false);
  });
});

it('rows come by their kind first, then in the order of the tables', () => {
  const rows = [
    ROW,
    { ...ROW, operation: 'GET /rest/api/3/project' as const },
    { ...ROW, credential: 'valid' as const },
    { ...ROW, kind: 'wanted' as const, credential: 'valid' as const },
    { ...ROW, kind: 'wanted' as const },
  ];
  const sorted = rows.toSorted(byRowOrder);
  expect(sorted.map(({ kind }) => kind)).toEqual(['contract', 'contract', 'contract', 'wanted', 'wanted']);
  expect(sorted[0]?.credential).toBe('valid');
  expect(sorted[3]?.credential).toBe('valid');
  expect(rows.toReversed().toSorted(byRowOrder)).toEqual(sorted);
  expect(byRowOrder(ROW, { ...ROW })).toBe(0);
});
