import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openLibrary } from './recording-library.ts';
import { readRecordings } from './recordings.ts';
import { writeRecordings } from './write-recordings.ts';

const folder = mkdtempSync(join(tmpdir(), 'library-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { info, exchanges } = readRecordings('public-2019-12');
const write = (name: string): void => writeRecordings(join(folder, name), { ...info, name }, exchanges);

it('lists a folder once and reads each set once', () => {
  write('first');
  const library = openLibrary(folder);
  expect(library.names()).toEqual(['first']);
  write('second');
  expect(library.names()).toEqual(['first']);
  expect(openLibrary(folder).names()).toEqual(['first', 'second']);
  const set = library.read('first');
  rmSync(join(folder, 'first'), { recursive: true });
  expect(library.read('first')).toBe(set);
  expect(library.info('first')).toEqual(set.info);
});

it('reads a set again if it could not be read before', () => {
  const library = openLibrary(folder);
  expect(() => library.read('later')).toThrow(expect.objectContaining({ code: 'unknown-recordings' }));
  write('later');
  expect(library.read('later').info.name).toBe('later');
});
