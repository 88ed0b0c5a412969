import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../classify/answer.ts';
import { compareResponses, responseParts, type AnswerOnRecord } from './response-parts.ts';

const ANSWER: Answer = { status: 401, treatment: 'refused', mark: 'unauthorized' };

const recorded = (response: AnswerOnRecord['response']): AnswerOnRecord => ({ origin: 'recorded', response });

const transcribed = (response: AnswerOnRecord['response']): AnswerOnRecord => ({
  origin: 'transcribed',
  response,
});

const at = (date: string): AnswerOnRecord =>
  recorded({ status: 401, headers: { date, 'atl-traceid': date } });

const shaped = (shape: Record<string, string>): AnswerOnRecord => recorded({ status: 200, body: { shape } });

const differing = (before: AnswerOnRecord, after: AnswerOnRecord): string[] =>
  compareResponses(before, after).flatMap(({ name, differs }) => (differs ? [name] : []));

describe('the comparison of two answers', () => {
  it('marks the status, the header and the body that differ, and nothing else', () => {
    const before = recorded({
      status: 401,
      headers: { server: 'a', 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
      body: { text: 'no' },
    });
    const after = recorded({
      status: 200,
      headers: { server: 'a', 'x-seraph-loginreason': 'OK' },
      body: { shape: [] },
    });
    expect(differing(before, after)).toEqual(['status', 'x-seraph-loginreason', 'body']);
    expect(differing(before, before)).toEqual([]);
  });

  it('marks a header that a run did not get any more', () => {
    const before = recorded({ status: 401, headers: { 'www-authenticate': 'Basic' } });
    const after = recorded({ status: 401, headers: {} });
    expect(compareResponses(before, after)).toContainEqual({
      name: 'www-authenticate',
      before: 'Basic',
      after: null,
      differs: true,
    });
  });

  it('does not take what a transcription leaves out for absent', () => {
    const before = transcribed({ status: 401, absent: ['x-failure-category'] });
    const after = recorded({
      status: 401,
      headers: { 'www-authenticate': 'Basic', 'x-failure-category': 'FAILURE' },
    });
    expect(differing(before, after)).toEqual(['x-failure-category']);
    expect(compareResponses(before, after)[1]).toMatchObject({ before: undefined, after: 'Basic' });
  });

  it('takes dates and trace ids for no difference', () => {
    expect(differing(at('1'), at('2'))).toEqual([]);
  });

  it('compares a text with a shape by its own shape', () => {
    const text = recorded({ status: 401, body: { text: '{"a":1}' } });
    expect(differing(text, recorded({ status: 401, body: { shape: { a: 'number' } } }))).toEqual([]);
    expect(differing(text, recorded({ status: 401, body: { shape: { a: 'string' } } }))).toEqual(['body']);
    expect(differing(text, recorded({ status: 401, body: { text: '{"a":2}' } }))).toEqual(['body']);
  });

  it('shows of two shapes the lines in which they differ', () => {
    const [, body] = compareResponses(shaped({ id: 'string', key: 'string' }), shaped({ key: 'string' }));
    expect(body).toMatchObject({ name: 'body', differs: true });
    expect(body?.before).toContain('id: string');
    expect(body?.before).not.toContain('key');
    expect(body?.after).not.toContain('key');
  });

  it('knows of an answer without its response what the answer states, and no more', () => {
    const before: AnswerOnRecord = {
      origin: 'recorded',
      answer: { ...ANSWER, loginReason: null, mediaType: 'application/json' },
    };
    const after = recorded({
      status: 200,
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        server: 'a',
        'x-seraph-loginreason': 'OK',
      },
      body: { shape: [] },
    });
    expect(differing(before, after)).toEqual(['status', 'x-seraph-loginreason']);
    expect(compareResponses(before, after)).toContainEqual({
      name: 'server',
      before: undefined,
      after: 'a',
      differs: false,
    });
  });
});

describe('the parts of one answer', () => {
  it('are those on record', () => {
    const response = { status: 401, headers: { a: ['1', '2'] }, absent: ['b'], body: { text: 'no' } };
    expect(responseParts(transcribed(response))).toEqual([
      { name: 'status', value: 'HTTP 401' },
      { name: 'a', value: '1\n2' },
      { name: 'b', value: null },
      { name: 'body', value: 'no' },
    ]);
    expect(responseParts({ origin: 'recorded', answer: ANSWER })).toEqual([
      { name: 'status', value: 'HTTP 401' },
    ]);
    expect(responseParts({ origin: 'recorded' })).toEqual([]);
  });
});
