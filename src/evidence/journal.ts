import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { cannotRead, cannotWrite } from './disk-faults.ts';
import { checked } from './read-json.ts';
import { redact } from './redaction.ts';

const NEWLINE = 0x0a;

/** The bytes of a journal up to its last whole line: what comes after it was cut off while it was written. */
const whole = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);

/** Whether a journal does not end with a whole line. Looks at its last byte alone: journals grow for years. */
function isTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}

/**
 * Adds entries to the end of a journal, a file of one JSON value a line. They are on the disk when this returns. A last
 * line that was cut off by a crash is taken away first. Passes the choke point.
 *
 * @throws Fault `unreadable-file` where the place cannot be written, `secret-in-output` where an entry holds a secret
 */
export function appendToJournal(path: string, entries: readonly object[]): void {
  const text = redact(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  let file: number | undefined;
  try {
    mkdirSync(dirname(path), { recursive: true });
    // For reading too: what is there decides where to go on.
    file = openSync(path, 'a+');
    if (isTorn(file)) ftruncateSync(file, whole(readFileSync(file)).length);
    writeSync(file, text);
    fsyncSync(file);
  } catch (error) {
    throw cannotWrite(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * The entries of a journal, in order. A last line that was cut off is left out.
 *
 * @throws Fault `unreadable-file`, or `bad-fixture` for a whole line that does not fit
 */
export function readJournal<T>(path: string, schema: z.ZodType<T>): T[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
  const lines = whole(bytes).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, i) => checked(`${path}, line ${i + 1}`, parsed(line), schema));
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
