import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  closeSync,
  constants,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeToDescriptor, writeStream } from './write-stream.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const at = (name: string): string => join(folder, name);

describe('data written to an open file', () => {
  it('is complete, in order, and after the old content', () => {
    const file = openSync(at('out'), 'a');
    appendFileSync(file, 'before ');
    writeToDescriptor(file, ['äb', Buffer.from('€'), '', new Uint8Array(), 'c'.repeat(100_000)]);
    closeSync(file);
    expect(readFileSync(at('out'), 'utf8')).toBe(`before äb€${'c'.repeat(100_000)}`);
  });

  it('is refused if the file is not open for writing', () => {
    writeFileSync(at('in'), 'mine');
    const file = openSync(at('in'), 'r');
    expect(() => writeToDescriptor(file, ['x'])).toThrow(expect.objectContaining({ code: 'EBADF' }));
    closeSync(file);
    expect(readFileSync(at('in'), 'utf8')).toBe('mine');
  });
});

describe.skipIf(process.platform === 'win32')('data written to a pipe', () => {
  const { O_RDONLY, O_NONBLOCK } = constants;

  beforeEach(() => void execFileSync('mkfifo', [at('pipe')]));

  it('comes out of it', () => {
    const reader = openSync(at('pipe'), O_RDONLY | O_NONBLOCK);
    writeStream(at('pipe'), ['first, ', Buffer.from('second')]);
    const chunk = Buffer.alloc(100);
    expect(chunk.subarray(0, readSync(reader, chunk)).toString()).toBe('first, second');
    closeSync(reader);
  });

  it('may be ignored by a reader that has seen enough', () => {
    const reader = openSync(at('pipe'), O_RDONLY | O_NONBLOCK);
    const writer = openSync(at('pipe'), 'w');
    closeSync(reader);
    let asked = 0;
    const pieces = function* pieces(): Generator<string> {
      for (; asked < 3; asked += 1) yield 'x';
    };
    expect(() => writeToDescriptor(writer, pieces())).not.toThrow();
    closeSync(writer);
    // No further piece is made without a reader.
    expect(asked).toBe(0);
  });

  it('is given up if a reader stalls', () => {
    const reader = openSync(at('pipe'), O_RDONLY | O_NONBLOCK);
    const writer = openSync(at('pipe'), constants.O_WRONLY | O_NONBLOCK);
    expect(() => writeToDescriptor(writer, ['x'.repeat(2 ** 20)], 20)).toThrow(
      expect.objectContaining({ name: 'Fault', code: 'unreadable-file' }),
    );
    // What it had read before is there.
    expect(readSync(reader, Buffer.alloc(2 ** 10))).toBe(2 ** 10);
    for (const file of [reader, writer]) closeSync(file);
  });

  it('is refused without a reader', () => {
    expect(() => writeStream(at('pipe'), ['x'])).toThrow(
      expect.objectContaining({
        name: 'Fault',
        code: 'unreadable-file',
        message: expect.stringContaining(at('pipe')) as string,
      }),
    );
  });
});

it('does not write to a folder, or to a missing file', () => {
  mkdirSync(at('folder'));
  expect(() => writeStream(at('folder'), ['x'])).toThrow(expect.objectContaining({ code: 'EISDIR' }));
  expect(() => writeStream(at('nothing'), ['x'])).toThrow(expect.objectContaining({ code: 'ENOENT' }));
});
