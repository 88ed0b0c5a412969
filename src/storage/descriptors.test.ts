import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appendToJournal, createJournal, readJournal } from './journal.ts';
import { takeLock } from './lock.ts';
import { readBytes } from './read-bytes.ts';
import { readLines } from './read-lines.ts';
import { checkFolderWritable, checkJournalWritable } from './writable.ts';
import { writeFileAtomically } from './write-file.ts';
import { writeToDescriptor, writeStream } from './write-stream.ts';

/** Where Linux lists what a process has open. */
const OPEN = '/proc/self/fd';

/** Others in this process may open a file meanwhile; not so many. */
const TIMES = 30;

const folder = mkdtempSync(join(tmpdir(), 'descriptors-'));
const at = (name: string): string => join(folder, name);

beforeAll(() => {
  writeFileSync(at('text'), 'one\ntwo\n');
  writeFileSync(at('journal'), '{"a":1}\n');
  symlinkSync('/dev/null', at('device'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const failing = (act: () => unknown) => (): void => expect(act).toThrow(Error);

async function firstLine(path: string): Promise<void> {
  for await (const _ of readLines(path)) break;
}

function* broken(): Generator<string> {
  yield 'one';
  throw new Error('the pieces end here');
}

describe.skipIf(!existsSync(OPEN))('leaves no file open', () => {
  it.each<[string, () => unknown]>([
    ['reading the bytes of a file', () => readBytes(at('text'))],
    ['reading the bytes of a device', () => readBytes('/dev/null')],
    ['reading the bytes of a folder', failing(() => readBytes(folder))],
    ['reading the first of several lines', () => firstLine(at('text'))],
    ['writing a file', () => writeFileAtomically(at('written'), 'x')],
    ['writing to a device', () => writeStream('/dev/null', ['x'])],
    ['writing to a device what ends early', failing(() => writeStream('/dev/null', broken()))],
    ['adding to a journal', () => appendToJournal(at('added'), [{ a: 1 }])],
    ['adding to what is no journal', failing(() => appendToJournal(at('device'), [{ a: 1 }]))],
    ['reading a journal', () => readJournal(at('journal'), z.object({ a: z.number() }))],
    ['beginning a journal', () => (createJournal(at('begun')), rmSync(at('begun')))],
    ['looking at a folder', () => checkFolderWritable(folder)],
    ['looking at a journal', () => checkJournalWritable(at('journal'))],
    ['taking a lock and giving it back', () => takeLock(at('lock'), 0)()],
    ['locking what is no file', failing(() => takeLock(at('device'), 0))],
  ])('%s', async (_, act) => {
    await act();
    const before = readdirSync(OPEN).length;
    for (let i = 0; i < TIMES; i += 1) await act();
    expect(readdirSync(OPEN).length - before).toBeLessThan(TIMES);
  });
});

it('what cannot be written to is an error, whatever the reader does', () => {
  const file = openSync(at('text'), 'r');
  try {
    expect(() => writeToDescriptor(file, ['x'])).toThrow(expect.objectContaining({ code: 'EBADF' }) as Error);
  } finally {
    closeSync(file);
  }
});

it('writes texts and bytes in turn', () => {
  const file = openSync(at('poured'), 'w');
  try {
    writeToDescriptor(file, ['ä', new Uint8Array([0, 255]), '', 'b']);
  } finally {
    closeSync(file);
  }
  expect([...readBytes(at('poured'))]).toEqual([0xc3, 0xa4, 0, 255, 0x62]);
});
