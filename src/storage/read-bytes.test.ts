import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  constants,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readBytes } from './read-bytes.ts';
import { temporaryFolder } from '../temporary-folder.fixture.ts';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

const at = (name: string): string => join(folder, name);

/** The refusal of a place that cannot be read. */
const refusal = (path: string): Error =>
  expect.objectContaining({
    name: 'Fault',
    code: 'unreadable-file',
    message: expect.stringContaining(path) as string,
  }) as Error;

describe('the bytes of a file', () => {
  it.each([0, 1, 2 ** 16 + 1])('are all read: %i of them, also through a link', (length) => {
    const bytes = Buffer.alloc(length, 'äb');
    writeFileSync(at('file'), bytes);
    symlinkSync('file', at('link'));
    for (const name of ['file', 'link']) expect(readBytes(at(name)).equals(bytes)).toBe(true);
  });

  it('are refused if there is no file', () => {
    mkdirSync(at('folder'));
    writeFileSync(at('file'), '');
    symlinkSync('nothing', at('dangling'));
    for (const name of ['folder', 'nothing', 'file/deep', 'dangling', 'x'.repeat(300)]) {
      expect(() => readBytes(at(name))).toThrow(refusal(at(name)));
    }
  });

  it('are refused if they exceed the maximum length of a text', () => {
    writeFileSync(at('huge'), '');
    // A sparse file.
    truncateSync(at('huge'), 2 ** 28 + 1);
    expect(() => readBytes(at('huge'))).toThrow(refusal(at('huge')));
  });
});

describe.skipIf(process.platform === 'win32')('the bytes of a pipe', () => {
  beforeEach(() => void execFileSync('mkfifo', [at('pipe')]));

  it('are read to their end', () => {
    const reader = openSync(at('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(at('pipe'), 'w');
    writeSync(writer, 'first, ');
    writeSync(writer, 'second');
    closeSync(writer);
    expect(readBytes(at('pipe')).toString()).toBe('first, second');
    closeSync(reader);
  });

  it('are waited for while the pipe has a writer', async () => {
    const reader = openSync(at('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    // More than a pipe can buffer: the writer waits for the reader, and the reader for the writer.
    const script = 'exec 3>"$1"; echo ready; head -c 1000000 /dev/zero | tr "\\0" x >&3';
    const writer = spawn('sh', ['-c', script, 'sh', at('pipe')]);
    const ended = once(writer, 'exit');
    await once(writer.stdout, 'data');
    const bytes = readBytes(at('pipe'));
    await ended;
    closeSync(reader);
    expect([bytes.length, bytes.every((byte) => byte === 0x78)]).toEqual([1_000_000, true]);
  });

  it('are waited for only as long as requested', () => {
    const reader = openSync(at('pipe'), constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(at('pipe'), 'w');
    for (const text of ['', 'begun']) {
      writeSync(writer, text);
      expect(() => readBytes(at('pipe'), { maxSilence: 3, pause: 1 })).toThrow(refusal(at('pipe')));
    }
    closeSync(writer);
    closeSync(reader);
  });

  it('are not waited for without a writer', () => {
    expect(() => readBytes(at('pipe'))).toThrow(refusal(at('pipe')));
  });
});

it.skipIf(process.platform === 'win32')('of an empty device are empty', () => {
  expect(readBytes('/dev/null')).toHaveLength(0);
});
