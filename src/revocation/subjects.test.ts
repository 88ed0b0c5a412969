import { expect, it } from 'vitest';
import { variableOf } from '../config/variables.ts';
import { CREDENTIALS } from '../contract/credentials.ts';
import { operationOf } from '../contract/operations.ts';
import { CAUSES, causeOf } from './causes.ts';
import { SUBJECTS, subjectOf } from './subjects.ts';

it.each(SUBJECTS)('the watched credential is sent as a valid one: $id', (subject) => {
  expect(subjectOf(subject.id)).toBe(subject);
  expect(CREDENTIALS.find(({ name }) => name === subject.credential)).toMatchObject({ standing: 'valid' });
  expect(variableOf(subject.watched)?.name).toBe(subject.variable);
  expect(subject.watched).not.toBe(subject.part);
});

it('the first operation refuses anonymous requests', () => {
  for (const { operations } of SUBJECTS) expect(operationOf(operations[0]).anonymous).not.toBe('runs');
});

it.each(CAUSES)('each cause is found by its id: $id', (cause) => {
  expect(causeOf(cause.id)).toBe(cause);
});
