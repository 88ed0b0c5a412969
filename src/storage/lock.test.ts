import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

let folder: string;
let path: string;

beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder, 'a', 'lock');
});

const leave = (text: string): void => {
  takeLock(path, NOW)();
  writeFileSync(path, text);
};

const holder = (pid: number, host: string, since = '2026-11-24T02:00:00.000Z'): string =>
  JSON.stringify({ pid, host, since });

const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('a lock', () => {
  it('is held by one at a time, and released', () => {
    const release = takeLock(path, NOW);
    expect(() => takeLock(path, NOW)).toThrow(expect.objectContaining({ code: 'busy', exitCode: 3 }));
    release();
    expect(existsSync(path)).toBe(false);
    takeLock(path, NOW)();
  });

  it.each([
    ['a dead process', holder(2 ** 22 - 1, hostname())],
    ['a process that has its number by now', holder(process.pid, hostname())],
    ['another machine, six hours ago', holder(1, 'another', '2026-11-23T20:00:00.000Z')],
    ['a holder that was cut off', '{"pid":'],
    ['another machine, six hours ago to the moment', holder(1, 'another', '2026-11-23T21:00:00.000Z')],
    ['no holder', ''],
    ['an unknown holder', 'null'],
    ['a file that is longer than what it is going to hold', JSON.stringify({ text: 'x'.repeat(1000) })],
    ['a machine without a process', JSON.stringify({ host: 'another', since: '2026-11-24T02:00:00.000Z' })],
    ['a machine at no time', holder(1, 'another', 'yesterday')],
  ])('is taken over from %s', (_, text) => {
    leave(text);
    takeLock(path, NOW);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      pid: process.pid,
      host: hostname(),
      since: '2026-11-24T03:00:00.000Z',
    });
  });

  it.each(['2026-11-24T02:00:00.000Z', '2026-11-23T21:00:00.001Z', '2026-11-24T05:00:00.000Z'])(
    'is not taken from another machine that has it since %s',
    (since) => {
      const text = holder(4711, 'another', since);
      leave(text);
      expect(() => takeLock(path, NOW)).toThrow(
        expect.objectContaining({
          code: 'busy',
          message: expect.stringMatching(/4711.*another/) as string,
        }),
      );
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it('does not touch what has replaced it when it is released', () => {
    const release = takeLock(path, NOW);
    rmSync(path);
    writeFileSync(path, 'somebody else');
    release();
    expect(readFileSync(path, 'utf8')).toBe('somebody else');
    const again = takeLock(path, NOW);
    rmSync(path);
    again();
    expect(existsSync(path)).toBe(false);
  });

  it('is released only once, whoever holds it by then', () => {
    const release = takeLock(path, NOW);
    release();
    const other = takeLock(path, NOW);
    release();
    expect(() => takeLock(path, NOW)).toThrow(expect.objectContaining({ code: 'busy' }));
    other();
  });

  it('is private, and follows no link', () => {
    takeLock(path, NOW);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'other'), 'mine');
    symlinkSync(join(folder, 'other'), join(folder, 'link'));
    expect(() => takeLock(join(folder, 'link'), NOW)).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('mine');
  });

  it.skipIf(process.platform === 'win32')('is not a pipe, and does not wait for one', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => takeLock(join(folder, 'pipe'), Date.now())).toThrow(
      expect.objectContaining({ code: 'unreadable-file' }),
    );
  });

  it.each(['file/lock', 'folder', 'x'.repeat(300)])('reports a place that cannot be written: %s', (name) => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'folder'));
    expect(() => takeLock(join(folder, name), NOW)).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }),
    );
    expect(readdirSync(folder).toSorted()).toEqual(['file', 'folder']);
  });

  it('creates its folder, privately', () => {
    takeLock(path, NOW)();
    expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.platform !== 'linux')('leaves no file open, whether it was obtained or not', () => {
    const before = openFiles();
    const release = takeLock(path, NOW);
    for (let i = 0; i < 3; i += 1) expect(() => takeLock(path, NOW)).toThrow(expect.anything() as Error);
    expect(openFiles()).toBe(before + 1);
    release();
    expect(openFiles()).toBe(before);
  });
});
