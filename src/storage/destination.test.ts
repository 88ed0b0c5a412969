import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { destinationOf } from './destination.ts';
import { checkFileWritable, checkJournalWritable } from './writable.ts';
import { writePiecesAtomically, writeFileAtomically } from './write-file.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

// Never on the devices of this machine: replacing one would break it for everyone.

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const at = (name: string): string => join(folder, name);

const modeOf = (path: string): number => statSync(path).mode & 0o777;

const refuses = (path: string): void => {
  expect(() => writeFileAtomically(path, 'new')).toThrow(
    expect.objectContaining({ name: 'Fault', exitCode: 2 }),
  );
};

describe('a link', () => {
  it('stays, and its target is replaced completely', () => {
    mkdirSync(at('deep'));
    writeFileSync(at('deep/file'), 'old');
    symlinkSync('deep/file', at('first'));
    symlinkSync('first', at('second'));
    const before = statSync(at('deep/file')).ino;
    checkFileWritable(at('second'));
    writeFileAtomically(at('second'), 'new');
    expect([lstatSync(at('second')), lstatSync(at('first'))].every((one) => one.isSymbolicLink())).toBe(true);
    expect(readFileSync(at('deep/file'), 'utf8')).toBe('new');
    expect(statSync(at('deep/file')).ino).not.toBe(before);
    expect(readdirSync(at('deep'))).toEqual(['file']);
  });

  it.each(['nowhere', 'circle'])('to %s is refused', (target) => {
    symlinkSync(target, at('circle'));
    refuses(at('circle'));
    expect(() => checkFileWritable(at('circle'))).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(readdirSync(folder)).toEqual(['circle']);
    expect(lstatSync(at('circle')).isSymbolicLink()).toBe(true);
  });
});

describe('a pipe', () => {
  beforeEach(() => void execFileSync('mkfifo', [at('pipe')]));

  it('is written to, also through a link, and stays a pipe', async () => {
    symlinkSync('pipe', at('link'));
    // More than a pipe can buffer, so that the writer has to wait for the reader.
    const long = 'x'.repeat(2 ** 20);
    for (const name of ['pipe', 'link']) {
      checkFileWritable(at(name));
      // It reports once the pipe is open; opened for both directions, so that it does not block.
      const script = 'exec 3<>"$1"; echo ready; head -c "$2" <&3 >"$3"';
      const args = ['-c', script, 'sh', at('pipe'), String(long.length + 3), at('read')];
      const reader = spawn('sh', args);
      const ended = once(reader, 'exit');
      await once(reader.stdout, 'data');
      writePiecesAtomically(at(name), [long, 'end']);
      await ended;
      expect(readFileSync(at('read'), 'utf8')).toBe(`${long}end`);
    }
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
    expect(readdirSync(folder)).toEqual(['link', 'pipe', 'read']);
  });

  it('without a reader is not waited for', () => {
    refuses(at('pipe'));
    expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  });

  it('is not a journal', () => {
    expect(() => checkJournalWritable(at('pipe'))).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

/** Creates a device beside the files of a test; undefined if that is not allowed, or would not work. */
function device(name: string, minor: number): string | undefined {
  try {
    execFileSync('mknod', [at(name), 'c', '1', String(minor)], { stdio: 'ignore' });
    closeSync(openSync(at(name), 'r'));
    return at(name);
  } catch {
    return undefined;
  }
}

describe('a device', () => {
  // The numbers of /dev/null and /dev/full.
  it.each([
    ['that takes everything', 3, undefined],
    ['that is full', 7, 'unreadable-file'],
  ])('%s is written to, and stays a device', (_, minor, code) => {
    const path = device('device', minor);
    if (path === undefined) return;
    let outcome: unknown;
    try {
      writeFileAtomically(path, 'new');
    } catch (error) {
      outcome = (error as { code: string }).code;
    }
    expect([outcome, lstatSync(path).isCharacterDevice(), readdirSync(folder)]).toEqual([
      code,
      true,
      ['device'],
    ]);
  });
});

describe('anything but a file', () => {
  it.each(['.', 'folder'])('is refused: %s', (name) => {
    mkdirSync(at('folder'));
    refuses(at(name));
    expect(readdirSync(folder)).toEqual(['folder']);
  });

  it('is refused: a socket', async () => {
    const server = createServer().listen(at('socket'));
    await once(server, 'listening');
    refuses(at('socket'));
    expect(lstatSync(at('socket')).isSocket()).toBe(true);
    server.close();
    await once(server, 'close');
  });

  it.each(['', 'a\0b', 'x'.repeat(300)])('is refused: an invalid name (%#)', (name) => {
    refuses(name);
    expect(() => checkFileWritable(name)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });

  it.skipIf(process.platform !== 'linux')('is written to: an open file, such as stdout', () => {
    const file = openSync(at('out'), 'w');
    appendFileSync(file, 'first\n');
    symlinkSync(`/proc/self/fd/${file}`, at('stdout'));
    const before = statSync(at('out')).ino;
    writeFileAtomically(at('stdout'), 'second\n');
    writeFileAtomically(`/proc/self/fd/${file}`, 'third\n');
    writeFileAtomically(`/proc/${process.pid}/fd/${file}`, 'fourth\n');
    appendFileSync(file, 'last\n');
    closeSync(file);
    expect(readFileSync(at('out'), 'utf8')).toBe('first\nsecond\nthird\nfourth\nlast\n');
    expect(statSync(at('out')).ino).toBe(before);
    refuses(at('stdout'));
    expect(readdirSync(folder).toSorted()).toEqual(['out', 'stdout']);
  });
});

describe('the mode of a file', () => {
  it.each([
    ['private', 0o600, 0o600],
    ['named', 0o600, 0o640],
    ['shared', 0o666 & ~process.umask(), 0o640],
  ] as const)('%s: new, and in the place of one', (access, fresh, replaced) => {
    writeFileAtomically(at('deep/new'), 'x', access);
    expect(modeOf(at('deep/new'))).toBe(fresh);
    chmodSync(at('deep/new'), 0o640);
    writeFileAtomically(at('deep/new'), 'y', access);
    expect(modeOf(at('deep/new'))).toBe(replaced);
    expect(modeOf(at('deep'))).toBe(access === 'shared' ? 0o777 & ~process.umask() : 0o700);
  });
});

describe('a check before any request', () => {
  it('leaves nothing behind', () => {
    checkFileWritable(at('a/b/c'));
    checkJournalWritable(at('a/b/c'));
    expect(readdirSync(folder)).toEqual([]);
  });

  it('finds a file in place of a folder', () => {
    writeFileSync(at('file'), '');
    for (const check of [checkFileWritable, checkJournalWritable]) {
      expect(() => check(at('file/deep/name'))).toThrow(expect.objectContaining({ exitCode: 2 }));
    }
  });

  it.skipIf(process.getuid?.() === 0)('finds a folder that cannot be written', () => {
    mkdirSync(at('closed'), { mode: 0o500 });
    for (const check of [checkFileWritable, checkJournalWritable]) {
      expect(() => check(at('closed/name'))).toThrow(expect.objectContaining({ exitCode: 2 }));
    }
  });
});

const refusedAs = (code: string): Error => expect.objectContaining({ name: 'Fault', code }) as Error;

describe('the destination', () => {
  beforeEach(() => {
    writeFileSync(at('file'), 'mine');
    mkdirSync(at('folder'));
    symlinkSync('file', at('link'));
    symlinkSync('../link', at('folder/deep-link'));
    symlinkSync('folder', at('to-folder'));
    symlinkSync('nothing', at('dangling'));
    writeFileSync(at('folder/old'), '');
  });

  it.each([
    ['file', 'file'],
    ['new', 'new'],
    ['folder/new', 'folder/new'],
    ['nothing/new', 'nothing/new'],
    ['link', 'file'],
    ['folder/deep-link', 'file'],
    // The system follows a link to a parent folder.
    ['to-folder/new', 'to-folder/new'],
    ['to-folder/old', 'to-folder/old'],
    ['to-folder/deep-link', 'file'],
  ])('of %s is the file %s', (name, real) => {
    expect(destinationOf(at(name))).toEqual({
      kind: 'file',
      path: name === real ? at(real) : join(realpathSync(folder), real),
    });
  });

  it.each([
    ['folder', 'usage'],
    ['to-folder', 'usage'],
    ['dangling', 'usage'],
    ['new/', 'usage'],
    ['folder/', 'usage'],
    ['file/new', 'unreadable-file'],
    ['x'.repeat(300), 'unreadable-file'],
  ])('of %s is refused: %s', (name, code) => {
    expect(() => destinationOf(`${folder}/${name}`)).toThrow(refusedAs(code));
  });

  it.each(['', '\0', 'a\0b'])('of an invalid name is refused (%#)', (name) => {
    expect(() => destinationOf(name)).toThrow(refusedAs('usage'));
  });

  it.skipIf(process.platform === 'win32')('of a pipe is a stream, also through a link', () => {
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync('pipe', at('to-pipe'));
    expect(destinationOf(at('pipe'))).toEqual({ kind: 'stream', path: at('pipe') });
    expect(destinationOf(at('to-pipe'))).toEqual({
      kind: 'stream',
      path: join(realpathSync(folder), 'pipe'),
    });
  });

  it.skipIf(process.platform !== 'linux')('of an open file of this process is a descriptor', () => {
    const { pid } = process;
    symlinkSync('/proc/self/fd/1', at('out'));
    symlinkSync('out', at('to-out'));
    const names = [
      '/dev/stdout',
      '/proc/self/fd/1',
      `/proc/${pid}/fd/1`,
      '/dev/fd/1',
      at('out'),
      at('to-out'),
    ];
    for (const name of [...names, `/proc/${pid}/task/${pid}/fd/1`]) {
      expect(destinationOf(name)).toEqual({ kind: 'descriptor', descriptor: 1 });
    }
    expect(destinationOf('/proc/self/fd/12')).toEqual({ kind: 'descriptor', descriptor: 12 });
    // A file whose name only looks like that of an open file.
    mkdirSync(at('fd'));
    expect(destinationOf(at('fd/1'))).toEqual({ kind: 'file', path: at('fd/1') });
    mkdirSync(at('proc/1/fd'), { recursive: true });
    expect(destinationOf(at('proc/1/fd/1'))).toEqual({ kind: 'file', path: at('proc/1/fd/1') });
    expect(destinationOf('/proc/self/fd/x1')).toEqual({ kind: 'file', path: '/proc/self/fd/x1' });
    expect(destinationOf('/proc/self/fd/1x')).toEqual({ kind: 'file', path: '/proc/self/fd/1x' });
  });

  it.skipIf(process.platform !== 'linux')('of an open file of another process is a stream', async () => {
    const other = spawn('sh', ['-c', 'echo ready; read answer']);
    await once(other.stdout, 'data');
    const path = `/proc/${other.pid}/fd/0`;
    expect(destinationOf(path)).toEqual({ kind: 'stream', path });
    const ended = once(other, 'exit');
    other.stdin.end('\n');
    await ended;
  });
});
