import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeLock } from './lock.ts';

const NOW = Date.parse('2026-11-24T03:00:00Z');

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'a', 'lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

const leave = (text: string): void => {
  takeLock(path, NOW)();
  writeFileSync(path, text);
};

const holder = (pid: number, host: string, since = '2026-11-24T02:00:00.000Z'): string =>
  JSON.stringify({ pid, host, since });

describe('a lock', () => {
  it('is held by one at a time, and given back', () => {
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
    ['somebody who was cut off', '{"pid":'],
    ['nobody', ''],
  ])('is taken over from %s', (_, text) => {
    leave(text);
    takeLock(path, NOW);
    expect(readFileSync(path, 'utf8')).toContain(String(process.pid));
  });

  it('is not taken from another machine, an hour ago', () => {
    const text = holder(1, 'another');
    leave(text);
    expect(() => takeLock(path, NOW)).toThrow(expect.objectContaining({ code: 'busy' }));
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('is given back once, whoever has it by then', () => {
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

  it.skipIf(process.platform === 'win32')('is no pipe, and waits for none', () => {
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(() => takeLock(join(folder, 'pipe'), Date.now())).toThrow(
      expect.objectContaining({ code: 'unreadable-file' }),
    );
  });

  it('says so where its place cannot be written', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(() => takeLock(join(folder, 'file', 'lock'), NOW)).toThrow(
      expect.objectContaining({ code: 'unreadable-file' }),
    );
  });
});
