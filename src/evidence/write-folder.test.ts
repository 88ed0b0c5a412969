import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { forgetSecrets, keepSecret } from './redaction.ts';
import { checkFolder, holdsOnly, strangerIn, writeFolder, type FolderKind } from './write-folder.ts';

const isKnown = (path: string, isFolder: boolean): boolean =>
  isFolder ? path === 'deep' : path.endsWith('.txt');

const KIND: FolderKind = {
  noun: 'folder of a test',
  strangeness: (folder) => strangerIn(folder, isKnown),
  isLeftOver: (folder) => holdsOnly(folder, isKnown),
  access: 'named',
};

let parent: string;
let place: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'write-folder-'));
  place = join(parent, 'place');
});

afterEach(() => {
  forgetSecrets();
  rmSync(parent, { recursive: true });
});

const write = (...names: string[]): void =>
  writeFolder(
    place,
    names.map((name) => [name, `content of ${name}`]),
    KIND,
  );

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a folder that is written as one', () => {
  it('takes the place of the one before, and leaves nothing beside itself', () => {
    write('a.txt', 'b.txt');
    write('b.txt', 'deep/c.txt');
    expect(readdirSync(place, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'b.txt',
      'deep',
      'deep/c.txt',
    ]);
    expect(readdirSync(parent)).toEqual(['place']);
  });

  it('stays as it was where a file of the new one cannot be made', () => {
    const secret = syntheticToken('in-a-folder');
    keepSecret('TOKEN', secret);
    const spoilt = [
      ['a.txt', 'new'],
      ['b.txt', secret.replaceAll(/.{15}/g, '$&\n')],
    ] as const;
    expect(() => writeFolder(place, spoilt, KIND)).toThrow(
      expect.objectContaining({ code: 'secret-in-output' }) as Error,
    );
    expect(readdirSync(parent)).toEqual([]);
    write('a.txt');
    expect(() => writeFolder(place, spoilt, KIND)).toThrow(/TOKEN/);
    expect(readFileSync(join(place, 'a.txt'), 'utf8')).toBe('content of a.txt');
    expect(() =>
      writeFolder(
        place,
        [
          ['a.txt/b.txt', ''],
          ['a.txt', ''],
        ],
        KIND,
      ),
    ).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(readdirSync(parent)).toEqual(['place']);
  });

  it('is none that holds anything else', () => {
    mkdirSync(place);
    writeFileSync(join(place, 'a.md'), 'mine');
    for (const attempt of [() => write('a.txt'), () => checkFolder(place, KIND)]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'usage' }));
    }
    expect(readdirSync(place)).toEqual(['a.md']);
  });

  it('is not the folder that the process stands in, nor one above it', () => {
    for (const folder of [process.cwd(), join(process.cwd(), '..')]) {
      expect(() => checkFolder(folder, { ...KIND, strangeness: () => undefined })).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    }
  });

  it('ends what a killed process began', () => {
    write('a.txt');
    // Killed between the two renames, with the new one whole but for a file under way.
    const fresh = `${place}.new-0123456789abcdef`;
    mkdirSync(fresh);
    writeFileSync(join(fresh, 'b.txt'), '');
    writeFileSync(join(fresh, '.tmp-0123456789abcdef'), '');
    renameSync(place, `${place}.old-0123456789abcdef`);
    expect(() =>
      writeFolder(
        place,
        // Fails after the tidying: what was put aside is back in its place by then.
        [
          ['a.txt', ''],
          ['a.txt/b.txt', ''],
        ],
        KIND,
      ),
    ).toThrow(/a\.txt/);
    expect(readdirSync(parent)).toEqual(['place']);
    expect(readdirSync(place)).toEqual(['a.txt']);
  });

  it('is private when it is new, and keeps the modes that its owner gave it', () => {
    write('a.txt');
    expect([modeOf(place), modeOf(join(place, 'a.txt'))]).toEqual([0o700, 0o600]);
    chmodSync(place, 0o755);
    chmodSync(join(place, 'a.txt'), 0o644);
    write('a.txt', 'b.txt');
    expect([modeOf(place), modeOf(join(place, 'a.txt')), modeOf(join(place, 'b.txt'))]).toEqual([
      0o755, 0o644, 0o600,
    ]);
  });

  it.each(['', 'a\0b', 'x'.repeat(300)])('is refused where its name is none (%#)', (name) => {
    expect(() => writeFolder(name, [], KIND)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => checkFolder(name, KIND)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(existsSync(join(parent, 'place'))).toBe(false);
  });
});
