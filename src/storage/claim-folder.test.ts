import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { claimFolder, removeEmptyFolder, makeFolder } from './claim-folder.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const at = (...names: string[]): string => join(folder, ...names);
const modeOf = (path: string): number => statSync(path).mode & 0o777;
const numbered = (attempt: number): string => `run-${attempt}`;
const refused = expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }) as Error;

describe('a claimed folder', () => {
  it('is private, and different each time', () => {
    expect([1, 2, 3].map(() => claimFolder(at('runs'), numbered))).toEqual(['run-1', 'run-2', 'run-3']);
    expect(readdirSync(at('runs'))).toEqual(['run-1', 'run-2', 'run-3']);
    expect([modeOf(at('runs')), modeOf(at('runs', 'run-1'))]).toEqual([0o700, 0o700]);
  });

  it('never exists already, as whatever', () => {
    writeFileSync(at('run-1'), 'mine');
    mkdirSync(at('run-2'));
    expect(claimFolder(folder, numbered)).toBe('run-3');
    expect(readdirSync(folder)).toEqual(['run-1', 'run-2', 'run-3']);
  });

  it('fails after a thousand names', () => {
    mkdirSync(at('same'));
    const asked: number[] = [];
    const same = (attempt: number): string => {
      asked.push(attempt);
      return 'same';
    };
    expect(() => claimFolder(folder, same)).toThrow(refused);
    expect(Math.max(...asked)).toBe(1000);
    expect(claimFolder(folder, (attempt) => (attempt < 1000 ? 'same' : 'last'))).toBe('last');
  });

  it.each<[string, (parent: string) => string]>([
    ['its parent is a file', () => at('file')],
    ['a file is above it', () => at('file', 'deep')],
  ])('is refused if %s', (_, parent) => {
    writeFileSync(at('file'), 'mine');
    expect(() => claimFolder(parent(folder), numbered)).toThrow(refused);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.each(['x'.repeat(300), 'deep/run', 'a\0b'])('is refused at once if its name is invalid (%#)', (name) => {
    let asked = 0;
    const nameOf = (): string => {
      asked += 1;
      return name;
    };
    expect(() => claimFolder(folder, nameOf)).toThrow(refused);
    // Once to create it, and once for the message.
    expect(asked).toBeLessThan(3);
  });
});

describe('a created folder', () => {
  it('is private, like its parents, and stays unchanged if it exists', () => {
    makeFolder(at('a', 'b'));
    expect([modeOf(at('a')), modeOf(at('a', 'b'))]).toEqual([0o700, 0o700]);
    writeFileSync(at('a', 'b', 'file'), 'mine');
    makeFolder(at('a', 'b'));
    expect(readdirSync(at('a', 'b'))).toEqual(['file']);
  });

  it('is refused if a file is in its place', () => {
    writeFileSync(at('file'), 'mine');
    for (const path of [at('file'), at('file', 'deep')]) expect(() => makeFolder(path)).toThrow(refused);
  });
});

it('removes only an empty folder', () => {
  mkdirSync(at('empty'));
  mkdirSync(at('full'));
  writeFileSync(at('full', 'file'), 'mine');
  writeFileSync(at('file'), 'mine');
  for (const name of ['empty', 'full', 'file', 'nothing']) removeEmptyFolder(at(name));
  expect(readdirSync(folder)).toEqual(['file', 'full']);
  expect(existsSync(at('full', 'file'))).toBe(true);
});
