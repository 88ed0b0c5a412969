import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.fixture.ts';
import { makeFolders } from './make-folders.ts';

describe('folders', () => {
  it('are created with those above them, and may exist', () => {
    const path = join(temporaryFolder(), 'a', 'b', 'c');
    makeFolders(path, 0o700);
    makeFolders(path, 0o700);
    for (const one of [path, join(path, '..')]) {
      expect(statSync(one).isDirectory()).toBe(true);
      expect(statSync(one).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o700);
    }
  });

  it('may be links to folders', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    symlinkSync(join(folder, 'real'), join(folder, 'link'), 'junction');
    makeFolders(join(folder, 'link', 'below'), 0o700);
    expect(statSync(join(folder, 'real', 'below')).isDirectory()).toBe(true);
  });

  it.each([['file'], ['file/below'], ['broken'], ['broken/below']])(
    'are not created in place of %s',
    (name) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'file'), '');
      symlinkSync(join(folder, 'nothing'), join(folder, 'broken'));
      expect(() => makeFolders(join(folder, name), 0o700)).toThrow(/EEXIST|ENOTDIR/);
      expect(statSync(join(folder, 'nothing'), { throwIfNoEntry: false })).toBeUndefined();
    },
  );

  it.runIf(process.platform === 'linux')('are refused where the file system has no place for them', () => {
    for (const path of ['/proc/no-such-place', '/proc/no-such-place/below', '/proc/self/no-such-place'])
      expect(() => makeFolders(path, 0o700)).toThrow(/ENOENT|EACCES/);
  });
});
