import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { takeLock } from './lock.ts';
import { clearSecrets, registerSecret } from '../secrets/redaction.ts';
import {
  checkFolder,
  containsOnly,
  unknownEntryIn,
  writeFolder,
  type FolderFiles,
  type FolderKind,
} from './write-folder.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const isKnown = (path: string, isFolder: boolean): boolean =>
  isFolder ? path === 'deep' : path.endsWith('.txt');

const KIND: FolderKind = {
  noun: 'folder of a test',
  mismatchReason: (folder) => unknownEntryIn(folder, isKnown),
  isLeftover: (folder) => containsOnly(folder, isKnown),
  access: 'named',
};

let parent: string;
let place: string;

beforeEach(() => {
  parent = temporaryFolder();
  place = join(parent, 'place');
});

afterEach(clearSecrets);

const write = (...names: string[]): void =>
  writeFolder(
    place,
    names.map((name) => [name, `content of ${name}`]),
    KIND,
  );

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('a folder that is written as a unit', () => {
  it('replaces the old one, and leaves nothing else behind', () => {
    write('a.txt', 'b.txt');
    write('b.txt', 'deep/c.txt');
    expect(readdirSync(place, { recursive: true, encoding: 'utf8' }).toSorted()).toEqual([
      'b.txt',
      'deep',
      'deep/c.txt',
    ]);
    expect(readdirSync(parent)).toEqual(['place']);
  });

  it('stays unchanged if a file of the new one cannot be made', () => {
    const secret = syntheticToken('in-a-folder');
    registerSecret('TOKEN', secret);
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

  it('is not one that contains anything else', () => {
    mkdirSync(place);
    writeFileSync(join(place, 'a.md'), 'mine');
    for (const attempt of [() => write('a.txt'), () => checkFolder(place, KIND)]) {
      expect(attempt).toThrow(expect.objectContaining({ code: 'usage' }));
    }
    expect(readdirSync(place)).toEqual(['a.md']);
  });

  it('is neither the working directory nor above it', () => {
    for (const folder of [process.cwd(), join(process.cwd(), '..')]) {
      expect(() => checkFolder(folder, { ...KIND, mismatchReason: () => undefined })).toThrow(
        expect.objectContaining({ code: 'usage' }),
      );
    }
  });

  it('finishes what a killed process began', () => {
    write('a.txt');
    // Killed between the two renames, with one file of the new folder unfinished.
    const fresh = `${place}.new-0123456789abcdef`;
    mkdirSync(fresh);
    writeFileSync(join(fresh, 'b.txt'), '');
    writeFileSync(join(fresh, '.tmp-0123456789abcdef'), '');
    renameSync(place, `${place}.old-0123456789abcdef`);
    expect(() =>
      writeFolder(
        place,
        // Fails after the recovery, when the old folder is back in its place.
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

  it('is private when new, and keeps the modes that its owner set', () => {
    write('a.txt');
    expect([modeOf(place), modeOf(join(place, 'a.txt'))]).toEqual([0o700, 0o600]);
    chmodSync(place, 0o755);
    chmodSync(join(place, 'a.txt'), 0o644);
    write('a.txt', 'b.txt');
    expect([modeOf(place), modeOf(join(place, 'a.txt')), modeOf(join(place, 'b.txt'))]).toEqual([
      0o755, 0o644, 0o600,
    ]);
  });

  it.each(['', 'a\0b', 'x'.repeat(300)])('is refused if its name is invalid (%#)', (name) => {
    expect(() => writeFolder(name, [], KIND)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(() => checkFolder(name, KIND)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(existsSync(join(parent, 'place'))).toBe(false);
  });
});

const HEX = '0123456789abcdef';

const refusedAs = (code: string): Error => expect.objectContaining({ name: 'Fault', code }) as Error;

/** A folder beside the place, with files. */
function beside(name: string, ...files: string[]): string {
  const path = join(parent, name);
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file), name);
  return path;
}

const PRIVATE = { ...KIND, access: 'private' } as const;

/** When it is requested, what was written so far is removed from outside. */
function* stolen(): Generator<[string, string], undefined> {
  yield ['new.txt', 'new'];
  for (const name of readdirSync(parent)) {
    if (name.includes('.new-')) renameSync(join(parent, name), join(parent, 'stolen'));
  }
  return undefined;
}

/** Files whose folder is gone once all are written. */
const takenAway = (): FolderFiles =>
  new Proxy<[string, string][]>([], {
    get: (files, key, own) => (key === Symbol.iterator ? stolen : Reflect.get(files, key, own)),
  });

const broken = (): never => {
  throw new TypeError('ours');
};

describe('a folder whose replacement fails at the end', () => {
  it('is restored', () => {
    write('a.txt');
    expect(() => writeFolder(place, takenAway(), PRIVATE)).toThrow(refusedAs('unreadable-file'));
    expect(readFileSync(join(place, 'a.txt'), 'utf8')).toBe('content of a.txt');
    expect(readdirSync(parent).toSorted()).toEqual(['place', 'stolen']);
  });

  it('does not exist if it did not exist before', () => {
    expect(() => writeFolder(place, takenAway(), PRIVATE)).toThrow(refusedAs('unreadable-file'));
    expect(readdirSync(parent)).toEqual(['stolen']);
  });
});

describe('the leftovers of a killed process', () => {
  it('are restored first, the first of several, and the others removed', () => {
    beside(`place.old-${HEX}`, 'first.txt');
    beside('place.old-fedcba9876543210', 'second.txt');
    beside(`place.new-${HEX}`, 'fresh.txt');
    expect(() =>
      writeFolder(place, [['a.txt/b.txt', '']], { ...KIND, mismatchReason: () => 'ours' }),
    ).toThrow(refusedAs('usage'));
    expect([readdirSync(parent), readdirSync(place)]).toEqual([['place'], ['first.txt']]);
  });

  it('do not replace an existing folder', () => {
    write('a.txt');
    beside(`place.old-${HEX}`, 'first.txt');
    expect(() => writeFolder(place, [], { ...KIND, mismatchReason: () => 'ours' })).toThrow(
      refusedAs('usage'),
    );
    expect([readdirSync(parent), readdirSync(place)]).toEqual([['place'], ['a.txt']]);
  });

  it('are not touched if they are foreign', () => {
    write('a.txt');
    const names = [`place.old-${HEX}`, `place.new-${HEX}`];
    for (const name of names) beside(name, 'notes.md');
    writeFileSync(join(parent, 'place.old-fedcba9876543210'), 'mine');
    const before = readdirSync(parent);
    write('b.txt');
    expect(readdirSync(parent)).toEqual(before);
    expect(readdirSync(place)).toEqual(['b.txt']);
    rmSync(place, { recursive: true });
    write('c.txt');
    expect(readdirSync(parent)).toEqual(before);
  });
});

describe('the place of a folder', () => {
  it('is the target of a link, which stays', () => {
    beside('real', 'a.txt');
    symlinkSync('real', place);
    checkFolder(place, KIND);
    write('b.txt');
    expect(readdirSync(join(parent, 'real'))).toEqual(['b.txt']);
    expect(readdirSync(parent)).toEqual(['place', 'real']);
    expect(lstatSync(place).isSymbolicLink()).toBe(true);
  });

  it('may be an empty folder, or not exist yet', () => {
    beside('place');
    checkFolder(place, { ...KIND, mismatchReason: () => 'never asked' });
    writeFolder(place, [['a.txt', '']], { ...KIND, mismatchReason: () => 'never asked' });
    expect(readdirSync(place)).toEqual(['a.txt']);
    const deep = join(parent, 'deep', 'er', 'place');
    checkFolder(deep, KIND);
    expect(readdirSync(parent)).toEqual(['place']);
    writeFolder(deep, [['a.txt', '']], KIND);
    expect(readdirSync(deep)).toEqual(['a.txt']);
    expect(modeOf(join(parent, 'deep'))).toBe(0o700);
  });

  it.each([
    ['a file', 'file', 'usage'],
    ['a link to a file', 'to-file', 'usage'],
    ['a link to nothing', 'dangling', 'usage'],
    ['below a file', 'file/place', 'unreadable-file'],
  ])('is not %s', (_, name, code) => {
    writeFileSync(join(parent, 'file'), 'mine');
    symlinkSync('file', join(parent, 'to-file'));
    symlinkSync('nothing', join(parent, 'dangling'));
    const before = readdirSync(parent);
    expect(() => checkFolder(join(parent, name), KIND)).toThrow(refusedAs(code));
    expect(() => writeFolder(join(parent, name), [], KIND)).toThrow(refusedAs(code));
    expect(readdirSync(parent)).toEqual(before);
    expect(readFileSync(join(parent, 'file'), 'utf8')).toBe('mine');
  });

  it('is written by one process at a time', () => {
    const release = takeLock(join(parent, '.place.lock'), Date.now());
    expect(() => write('a.txt')).toThrow(refusedAs('busy'));
    release();
    write('a.txt');
    expect(readdirSync(parent)).toEqual(['place']);
  });

  it('keeps the modes of its owner only if the owner named it', () => {
    writeFolder(place, [['a.txt', '']], PRIVATE);
    chmodSync(place, 0o755);
    chmodSync(join(place, 'a.txt'), 0o644);
    writeFolder(place, [['a.txt', '']], PRIVATE);
    expect([modeOf(place), modeOf(join(place, 'a.txt'))]).toEqual([0o700, 0o600]);
  });

  it('passes on an error that is not of the disk', () => {
    write('a.txt');
    expect(() => checkFolder(place, { ...KIND, mismatchReason: broken })).toThrow(TypeError);
    expect(() => writeFolder(place, [], { ...KIND, mismatchReason: broken })).toThrow(TypeError);
    expect(readdirSync(parent)).toEqual(['place']);
  });
});

describe('an unknown entry in a folder', () => {
  it.each<[string[], string | undefined]>([
    [[], undefined],
    [['a.txt', `.tmp-${HEX}`], undefined],
    [['deep/a.txt', `deep/.tmp-${HEX}`], undefined],
    [['a.md'], 'a.md'],
    [['deep/a.md'], 'deep/a.md'],
    [['other/a.txt'], 'other'],
  ])('among %j is %s', (names, stranger) => {
    mkdirSync(place);
    for (const name of names) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      writeFileSync(join(place, name), '');
    }
    expect(unknownEntryIn(place, isKnown)).toBe(stranger);
    expect(containsOnly(place, isKnown)).toBe(stranger === undefined);
  });

  it('is any link, and a link to a folder has no contents', () => {
    beside('real', 'a.txt');
    symlinkSync('real', place);
    expect(containsOnly(place, isKnown)).toBe(false);
    expect(containsOnly(join(parent, 'real'), isKnown)).toBe(true);
    symlinkSync('a.txt', join(parent, 'real', 'b.txt'));
    expect(unknownEntryIn(join(parent, 'real'), isKnown)).toBe('b.txt');
  });

  it('is found without following links, which may lead back to the folder', () => {
    beside('real', 'a.txt');
    // Followed, each would double the number of paths up to the limit of the system, forty times.
    for (const name of ['b', 'c']) symlinkSync('.', join(parent, 'real', name));
    expect(['b', 'c']).toContain(unknownEntryIn(join(parent, 'real'), isKnown));
  });
});
