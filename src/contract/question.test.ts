import { expect, it } from 'vitest';
import { credentialNamed } from './credentials.ts';
import { probesOfQuestion, questionSentence, type Question } from './question.ts';

const QUESTION: Question = {
  credential: 'revoked',
  by: 'GET /rest/api/3/myself',
  notBy: 'GET /rest/api/3/serverInfo',
};

it('asks both operations with the valid credential first, then with the other one', () => {
  expect(probesOfQuestion(QUESTION)).toEqual([
    { credential: 'valid', operation: 'GET /rest/api/3/myself' },
    { credential: 'valid', operation: 'GET /rest/api/3/serverInfo' },
    { credential: 'revoked', operation: 'GET /rest/api/3/myself' },
    { credential: 'revoked', operation: 'GET /rest/api/3/serverInfo' },
  ]);
});

it('names the credential and both operations, the one that differs first', () => {
  const sentence = questionSentence(QUESTION);
  const places = [QUESTION.by, credentialNamed('revoked').noun, QUESTION.notBy].map((name) =>
    sentence.indexOf(name),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
