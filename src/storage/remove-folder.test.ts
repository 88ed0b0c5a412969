import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { removeFolder, removeLeftovers, type RemovableKind } from './remove-folder.ts';
import { asideFolder, replacementFolder } from './temporary-name.ts';
import { containsOnly } from './write-folder.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let parent: string;

beforeEach(() => {
  parent = temporaryFolder();
});

const isOwn = (path: string): boolean => path === 'own';

const KIND: RemovableKind = {
  mismatchReason: (folder) => (containsOnly(folder, isOwn) ? undefined : 'it is strange'),
  isLeftover: (folder) => containsOnly(folder, isOwn),
};

/** Makes a folder with files. */
function folderWith(path: string, ...files: string[]): string {
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file), '');
  return path;
}

const NOW = Date.UTC(2026, 10, 24);

describe('removing a folder', () => {
  it('takes it away, with its lock and without a trace', () => {
    expect(removeFolder(folderWith(join(parent, 'a'), 'own'), KIND, NOW)).toBe(true);
    expect(readdirSync(parent)).toEqual([]);
  });

  it.each([
    ['a', 'stranger'],
    ['a', 'own', 'stranger'],
  ])('leaves what is not of its kind: %s with %s', (name, ...files) => {
    expect(removeFolder(folderWith(join(parent, name), ...files), KIND, NOW)).toBe(false);
    expect(readdirSync(join(parent, name)).toSorted()).toEqual(files.toSorted());
    expect(readdirSync(parent)).toEqual([name]);
  });

  it('leaves a link, what it leads to, a file, and what is not there', () => {
    const real = folderWith(join(parent, 'real'), 'own');
    symlinkSync(real, join(parent, 'link'));
    writeFileSync(join(parent, 'file'), '');
    const removed = ['link', 'file', 'missing'].map((name) => removeFolder(join(parent, name), KIND, NOW));
    expect(removed).toEqual([false, false, false]);
    expect(readdirSync(parent).toSorted()).toEqual(['file', 'link', 'real']);
    expect(readdirSync(real)).toEqual(['own']);
  });

  it('leaves a folder on which somebody else is working', () => {
    const folder = folderWith(join(parent, 'a'), 'own');
    const release = takeLock(join(parent, '.a.lock'), NOW);
    try {
      expect(removeFolder(folder, KIND, NOW)).toBe(false);
    } finally {
      release();
    }
    expect(readdirSync(folder)).toEqual(['own']);
    expect(removeFolder(folder, KIND, NOW)).toBe(true);
  });
});

describe('removing what was left over', () => {
  it('takes away what was half removed, and neither the folder nor anything of somebody else', () => {
    const place = folderWith(join(parent, 'a'), 'own');
    const mine = [asideFolder(place), replacementFolder(place)].map((path) => folderWith(path, 'own'));
    const others = [
      folderWith(asideFolder(place), 'stranger'),
      folderWith(asideFolder(join(parent, 'b')), 'own'),
      folderWith(join(parent, 'a.old-1'), 'own'),
    ];
    removeLeftovers(parent, (name) => name === 'a', KIND, NOW);
    expect(mine.filter((path) => existsSync(path))).toEqual([]);
    expect(readdirSync(parent).toSorted()).toEqual(
      [place, ...others].map((path) => basename(path)).toSorted(),
    );
  });
});
