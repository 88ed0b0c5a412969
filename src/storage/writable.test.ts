import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { checkFileWritable, checkFolderWritable, checkJournalWritable } from './writable.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(at('file'), 'mine');
  mkdirSync(at('folder'));
});

const at = (...names: string[]): string => join(folder, ...names);

const everything = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();

/** The code with which a check refuses a place; undefined if it does not. */
function refusal(look: () => void): unknown {
  const before = everything();
  let code: unknown;
  try {
    look();
  } catch (error) {
    code = (error as { code: unknown }).code;
  }
  // A check leaves nothing behind.
  expect(everything()).toEqual(before);
  expect(readFileSync(at('file'), 'utf8')).toBe('mine');
  return code;
}

const named = (path: string): Error =>
  expect.objectContaining({ message: expect.stringContaining(path) as string }) as Error;

const LONG = 'x'.repeat(300);

describe('a folder', () => {
  it.each([
    ['folder', undefined],
    ['nothing', undefined],
    ['nothing/deep/deeper', undefined],
    ['file', 'unreadable-file'],
    ['file/deep', 'unreadable-file'],
    ['file/deep/deeper', 'unreadable-file'],
    [LONG, 'unreadable-file'],
  ])('can be written: %s, %s', (name, code) => {
    expect(refusal(() => checkFolderWritable(at(name)))).toBe(code);
  });

  it('that cannot be written is named, or the file to be written', () => {
    expect(() => checkFolderWritable(at('file'))).toThrow(named(at('file')));
    expect(() => checkFolderWritable(at('file'), 'the-report')).toThrow(named('the-report'));
  });
});

describe('a file', () => {
  it.each([
    ['file', undefined],
    ['new', undefined],
    ['nothing/deep/new', undefined],
    ['folder', 'usage'],
    ['folder/', 'usage'],
    ['new/', 'usage'],
    ['file/new', 'unreadable-file'],
    ['dangling', 'usage'],
    ['link', undefined],
    [LONG, 'unreadable-file'],
  ])('can be written: %s, %s', (name, code) => {
    symlinkSync('nothing', at('dangling'));
    symlinkSync('file', at('link'));
    expect(refusal(() => checkFileWritable(join(folder, '/') + name))).toBe(code);
  });
});

describe('a journal', () => {
  it.each([
    ['file', undefined],
    ['new', undefined],
    ['nothing/deep/new', undefined],
    ['folder', 'unreadable-file'],
    ['file/new', 'unreadable-file'],
    ['link', undefined],
    // It is created behind a link, but no folder is.
    ['to-new', undefined],
    ['folder/to-new', undefined],
    ['to-deep', 'unreadable-file'],
    ['to-file', 'unreadable-file'],
    [LONG, 'unreadable-file'],
  ])('can be continued: %s, %s', (name, code) => {
    symlinkSync('file', at('link'));
    symlinkSync('new', at('to-new'));
    symlinkSync('../new', at('folder', 'to-new'));
    symlinkSync('nothing/new', at('to-deep'));
    symlinkSync('file/new', at('to-file'));
    expect(refusal(() => checkJournalWritable(at(name)))).toBe(code);
  });

  it.each(['', 'a\0b'])('has a name (%#)', (name) => {
    expect(refusal(() => checkJournalWritable(name))).toBe('usage');
  });

  it('stays unchanged', () => {
    const before = statSync(at('file'));
    checkJournalWritable(at('file'));
    expect([lstatSync(at('file')).ino, statSync(at('file')).mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });
});
