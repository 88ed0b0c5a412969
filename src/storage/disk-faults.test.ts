import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cannotRead, cannotWrite, codeOf, isDiskError } from './disk-faults.ts';
import { jsonText } from '../json.ts';

function errorOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

it('distinguishes an error of the disk from one of this tool', () => {
  expect(isDiskError(errorOf(() => readFileSync('/nothing/here')))).toBe(true);
  for (const error of [
    new TypeError('no'),
    cannotRead('/file', new Error('no')),
    { syscall: 'open' },
    undefined,
  ]) {
    expect(isDiskError(error)).toBe(false);
  }
});

it.each<[string, unknown, string | undefined]>([
  ['the system', errorOf(() => readFileSync('/nothing/here')), 'ENOENT'],
  ['ours', new Error('no'), undefined],
  ['an error with a number', Object.assign(new Error('no'), { code: 5 }), undefined],
  ['no error', { code: 'ENOENT' }, undefined],
  ['a text', 'ENOENT', undefined],
  ['nothing', undefined, undefined],
  ['null', null, undefined],
])('knows the code of an error of %s', (_, error, code) => {
  expect(codeOf(error)).toBe(code);
});

it.each([cannotRead, cannotWrite])('names the file and the cause', (fault) => {
  for (const cause of [
    new Error('reason-of-the-disk'),
    'reason-of-the-disk',
    { toString: () => 'reason-of-the-disk' },
  ]) {
    const made = fault('/the/file', cause);
    expect(made).toMatchObject({ name: 'Fault', code: 'unreadable-file', exitCode: 2, cause });
    expect(made.message).toContain('/the/file');
    expect(made.message).toContain('reason-of-the-disk');
  }
});

it('writes JSON in a form that people can read and git can compare', () => {
  expect(jsonText({ a: [1], b: {} })).toBe('{\n  "a": [\n    1\n  ],\n  "b": {}\n}\n');
});
