import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import { Fault } from '../fault.ts';
import { FILE_MODES } from './file-modes.ts';
import { makeFolder } from './claim-folder.ts';
import { cannotRead, cannotWrite, codeOf } from './disk-faults.ts';
import { checked } from './read-json.ts';
import { redact } from '../secrets/redaction.ts';
import { parsedJson } from '../json.ts';

const NEWLINE = 0x0a;

/** The bytes of a journal up to its last whole line: what comes after it was cut off while it was written. */
const whole = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);

const foreign = (path: string): Fault =>
  new Fault(
    'bad-fixture',
    `${path} is no journal of this tool: it has no line that is whole, and none that was begun. Name another file.`,
  );

/**
 * What comes after the last whole line, where it can be the beginning of an entry. A file without any line may be somebody
 * else's, who writes no line break at its end: nothing of that may be taken away.
 *
 * @param isOurs whether a whole value is an entry of this journal
 * @throws Fault `bad-fixture`
 */
function checkTorn(path: string, bytes: Buffer, isOurs: (value: unknown) => boolean): void {
  const lines = whole(bytes);
  const rest = bytes.subarray(lines.length).toString('utf8');
  // A machine that lost its power may leave zeros.
  if (lines.length > 0 || /^\0*$/.test(rest)) return;
  const value = parsedJson(rest);
  if (value === undefined ? !'{"'.startsWith(rest.slice(0, 2)) : !isOurs(value)) throw foreign(path);
}

/** Whether a journal does not end with a whole line. Looks at its last byte alone: journals grow for years. */
function isTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  if (size === 0) return false;
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/** Opens a journal to be continued: a regular file, which a link may lead to, or a new one. */
function openJournal(path: string): number {
  makeFolder(dirname(path));
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) throw notAJournal('write', path);
  // For reading too: what is there decides where to go on.
  return openSync(path, 'a+', FILE_MODES.private.file);
}

const notAJournal = (what: 'read' | 'write', path: string): Fault =>
  new Fault('unreadable-file', `Cannot ${what} ${path}: it is no regular file. Name another.`);

const firstKey = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;

/** Takes away what was cut off while it was written. */
function mend(path: string, file: number, entries: readonly object[]): void {
  const bytes = readFileSync(file);
  const key = firstKey(entries[0]);
  // Where nothing is added, nothing says what an entry looks like.
  checkTorn(path, bytes, (value) => key !== undefined && firstKey(value) === key);
  ftruncateSync(file, whole(bytes).length);
}

/** Adds a text to a file. Where it does not fit, what was there stays as it was. */
function append(file: number, text: string): void {
  const { size } = fstatSync(file);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } catch (error) {
    ftruncateSync(file, size);
    throw error;
  }
}

/**
 * Adds entries to the end of a journal, a file of one JSON value a line. They are on the disk when this returns. A last
 * line that was cut off by a crash is taken away first. Passes the choke point. A new one is private; one that is there
 * keeps its mode.
 *
 * @throws Fault `unreadable-file` where the place cannot be written, `bad-fixture` where it is no journal,
 *   `secret-in-output` where an entry holds a secret
 */
export function appendToJournal(path: string, entries: readonly object[]): void {
  const text = redact(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  let file: number | undefined;
  try {
    file = openJournal(path);
    if (isTorn(file)) mend(path, file, entries);
    append(file, text);
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Begins a journal that is not there yet: an empty file, which nobody else can begin.
 *
 * @returns false where it is there already
 * @throws Fault `unreadable-file` where the place cannot be written
 */
export function beginJournal(path: string): boolean {
  // Apart from the opening: a file that stands where a folder is needed is "there already", too.
  makeFolder(dirname(path));
  try {
    closeSync(openSync(path, 'wx', FILE_MODES.private.file));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(path, error);
  }
}

/** Takes a journal away again into which nothing was written. */
export function dropEmptyJournal(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
}

/**
 * The entries of a journal, in order. A last line that was cut off is left out.
 *
 * @throws Fault `unreadable-file`, or `bad-fixture` for a whole line that does not fit
 */
export function readJournal<T>(path: string, schema: z.ZodType<T>): T[] {
  let bytes: Buffer;
  try {
    // A pipe would be waited for.
    if (!statSync(path).isFile()) throw notAJournal('read', path);
    bytes = readFileSync(path);
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  }
  checkTorn(path, bytes, (value) => schema.safeParse(value).success);
  const lines = whole(bytes).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, i) => checked(`${path}, line ${i + 1}`, parsedJson(line), schema));
}
