import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import {
  asideFolder,
  asideFoldersOf,
  replacementFolder,
  replacementFoldersOf,
  isTemporaryFile,
  isTemporaryFolder,
  finalNameOf,
  temporaryFile,
} from './temporary-name.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const HEX = '0123456789abcdef';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

it('names a file and a folder beside their place, differently each time', () => {
  for (const make of [temporaryFile, replacementFolder, asideFolder]) {
    const names = [make('/a/b/place'), make('/a/b/place')];
    expect(names.map((name) => dirname(name))).toEqual(['/a/b', '/a/b']);
    expect(new Set(names).size).toBe(2);
  }
  expect(isTemporaryFile(basename(temporaryFile('/a/place')))).toBe(true);
  // A name may have 255 bytes, and the name of the place may need all of them.
  expect(basename(temporaryFile(`/a/${'x'.repeat(255)}`)).length).toBeLessThan(30);
  for (const make of [replacementFolder, asideFolder]) {
    expect(isTemporaryFolder(make('place'))).toBe(true);
    expect(finalNameOf(make('place'))).toBe('place');
  }
});

it.each<[string, boolean]>([
  [`.tmp-${HEX}`, true],
  [`.tmp-${HEX}0`, false],
  [`.tmp-${HEX.slice(1)}`, false],
  [`.tmp-${HEX.toUpperCase()}`, false],
  [`x.tmp-${HEX}`, false],
  [`xtmp-${HEX}`, false],
  [`.tmp-${HEX.slice(1)}g`, false],
  [`.tmp-${HEX}\n`, false],
])('%j is a temporary file: %s', (name, is) => {
  expect(isTemporaryFile(name)).toBe(is);
});

it.each<[string, boolean, string]>([
  [`mine.new-${HEX}`, true, 'mine'],
  [`mine.old-${HEX}`, true, 'mine'],
  [`mine.old-${HEX}.new-${HEX}`, true, `mine.old-${HEX}`],
  [`mine.old-${HEX}0`, false, `mine.old-${HEX}0`],
  [`mine.old-${HEX.slice(1)}`, false, `mine.old-${HEX.slice(1)}`],
  [`mine.old-${HEX.toUpperCase()}`, false, `mine.old-${HEX.toUpperCase()}`],
  [`mine.bad-${HEX}`, false, `mine.bad-${HEX}`],
  [`mine-old-${HEX}`, false, `mine-old-${HEX}`],
  [`mine.old-${HEX}x`, false, `mine.old-${HEX}x`],
  ['mine', false, 'mine'],
])('%j is a temporary folder: %s, in the place of %j', (name, is, place) => {
  expect([isTemporaryFolder(name), finalNameOf(name)]).toEqual([is, place]);
});

it('finds only what was put aside for a folder or made to replace it, in order', () => {
  const other = 'fedcba9876543210';
  const names = [
    `mine.old-${other}`,
    `mine.old-${HEX}`,
    `mine.new-${HEX}`,
    `mine.old-${HEX}0`,
    `mine.old-${HEX.slice(1)}`,
    `mine.old-g${HEX.slice(1)}`,
    `mine.old-${HEX.slice(1)}g`,
    `xmine.old-${HEX}`,
    `mine2.old-${HEX}`,
    `mine.bad-${HEX}`,
  ];
  for (const name of names) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'mine'), '');
  const place = join(folder, 'mine');
  expect(asideFoldersOf(place)).toEqual([`${place}.old-${HEX}`, `${place}.old-${other}`]);
  expect(replacementFoldersOf(place)).toEqual([`${place}.new-${HEX}`]);
});

it('finds nothing without a parent folder', () => {
  for (const place of [join(folder, 'nothing', 'mine'), join(folder, 'x'.repeat(300), 'mine')]) {
    expect([asideFoldersOf(place), replacementFoldersOf(place)]).toEqual([[], []]);
  }
});
