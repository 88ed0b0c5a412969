import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isFileOfSet, isLeftoverSet, SET_FILE, setFolder, setInfoIn, setNames } from './set-folder.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const HEX = '0123456789abcdef';
const LATER = 'fedcba9876543210';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const at = (...names: string[]): string => join(folder, ...names);

const infoOf = (name: string): object => ({
  name,
  origin: 'transcribed',
  era: '2026-09',
  summary: 'A set.',
  dates: { from: '2026-09-01', to: '2026-09-30' },
  tool: 'a test',
});

/** Makes a folder with the description of a set, and other files. */
function put(place: string, description: object | undefined, ...others: string[]): string {
  mkdirSync(at(place));
  if (description) writeFileSync(at(place, SET_FILE), JSON.stringify(description));
  for (const name of others) writeFileSync(at(place, name), '');
  return at(place);
}

it('recognises a set by its description', () => {
  expect(setInfoIn(put('mine', infoOf('mine')))).toEqual(infoOf('mine'));
  expect(setInfoIn(put('other', infoOf('mine')))).toEqual(infoOf('mine'));
  expect(setInfoIn(put('none', undefined))).toBeUndefined();
  expect(setInfoIn(put('broken', { name: 'broken' }))).toBeUndefined();
  expect(setInfoIn(at('nothing'))).toBeUndefined();
});

it.each<[string, boolean]>([
  ['set.json', true],
  ['valid.json', true],
  ['scoped-token-2.json', true],
  ['.DS_Store', true],
  ['.json', false],
  ['Valid.json', false],
  ['a b.json', false],
  ['a.b.json', false],
  ['valid.json.bak', false],
  ['valid_json', false],
  ['validxjson', false],
  ['x.DS_Store', false],
  ['.DS_Store2', false],
  ['xDS_Store', false],
  ['notes.txt', false],
])('%s belongs to a set: %s', (name, is) => {
  expect(isFileOfSet(name)).toBe(is);
});

describe('a leftover of a set', () => {
  const left = `mine.old-${HEX}`;
  it.each<[boolean, string, object | undefined, string[]]>([
    [true, 'an empty folder', undefined, []],
    [true, 'a file that was under way', undefined, [`.tmp-${HEX}`]],
    [true, 'the set', infoOf('mine'), ['valid.json']],
    [true, 'the set, and an unfinished file', infoOf('mine'), ['valid.json', `.tmp-${HEX}`, '.DS_Store']],
    [false, 'another set', infoOf('other'), []],
    [false, 'the set, and notes', infoOf('mine'), ['notes.txt']],
    [false, 'a set without its description', undefined, ['valid.json']],
    [false, 'a broken description', { name: 'mine' }, []],
    [false, 'a file that was under way, and notes', undefined, [`.tmp-${HEX}`, 'notes.txt']],
  ])('is: %s, %s', (is, _, description, others) => {
    expect(isLeftoverSet(put(left, description, ...others), at('mine'))).toBe(is);
  });

  it('is neither a link nor a file', () => {
    put('mine', infoOf('mine'));
    symlinkSync('mine', at(left));
    expect(isLeftoverSet(at(left), at('mine'))).toBe(false);
    writeFileSync(at('file'), '');
    expect(isLeftoverSet(at('file'), at('mine'))).toBe(false);
  });
});

describe('the folder of a set', () => {
  it('is its own, whatever else exists', () => {
    put('mine', infoOf('mine'));
    put(`mine.old-${HEX}`, infoOf('mine'));
    expect(setFolder('mine', folder)).toBe(at('mine'));
    expect(setNames(folder)).toEqual(['mine']);
  });

  it('is the first one put aside for it, if its place is empty', () => {
    put(`mine.old-${LATER}`, infoOf('mine'));
    const first = put(`mine.old-${HEX}`, infoOf('mine'));
    put('mine.old-0000000000000000', infoOf('other'));
    put('mine.old-0000000000000001', undefined);
    expect(setFolder('mine', folder)).toBe(first);
    expect(setFolder('other', folder)).toBeUndefined();
    expect(setNames(folder)).toEqual(['mine']);
  });

  it.each<[string, () => unknown]>([
    ['an empty folder', () => put('mine', undefined)],
    ['a file', () => writeFileSync(at('mine'), '')],
    ['a link to nothing', () => symlinkSync('nothing', at('mine'))],
  ])('does not exist if %s is in its place', (_, take) => {
    take();
    put(`mine.old-${HEX}`, infoOf('mine'));
    expect(setFolder('mine', folder)).toBeUndefined();
    expect(setNames(folder)).toEqual([]);
  });

  it.each(['', '.', '..', '../mine', 'deep/mine', 'mine/', 'x'.repeat(300)])(
    'does not exist for the name %j',
    (name) => {
      put('mine', infoOf('mine'));
      put('deep', undefined);
      put('deep/mine', infoOf('mine'));
      expect(setFolder(name, at('deep'))).toBeUndefined();
      expect(setFolder(name, folder)).toBeUndefined();
      expect(setFolder('mine', at('nothing'))).toBeUndefined();
    },
  );
});

describe('the names of the sets', () => {
  it('are sorted and unique, of sets with that name only', () => {
    for (const name of ['b', 'a', 'c']) put(name, infoOf(name));
    put('copy', infoOf('a'));
    put('no-set', undefined, 'valid.json');
    writeFileSync(at('file'), '');
    put(`d.old-${HEX}`, infoOf('d'));
    put(`d.old-${LATER}`, infoOf('d'));
    put(`b.new-${HEX}`, infoOf('b'));
    const before = readdirSync(folder);
    expect(setNames(folder)).toEqual(['a', 'b', 'c', 'd']);
    expect(readdirSync(folder)).toEqual(before);
  });

  it('include one with a broken description, so that reading it reports the error', () => {
    put('broken', { name: 'broken' });
    expect(setNames(folder)).toEqual(['broken']);
  });

  it('are empty without a folder, and refused if it is not a folder', () => {
    expect(setNames(at('nothing'))).toEqual([]);
    writeFileSync(at('file'), '');
    expect(() => setNames(at('file'))).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }),
    );
  });
});
