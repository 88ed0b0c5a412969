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
import { parseWithSchema } from './read-json.ts';
import { redact } from '../secrets/redaction.ts';
import { tryParseJson } from '../json.ts';

const NEWLINE = 0x0a;

/** Returns the bytes of a journal up to its last complete line; the rest was cut off while it was written. */
const completeLines = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.lastIndexOf(NEWLINE) + 1);

const notOurJournal = (path: string): Fault =>
  new Fault(
    'bad-fixture',
    `${path} is not a journal of this tool: it has no complete line, and no beginning of one. Name another file.`,
  );

/**
 * Checks that the bytes after the last complete line can be the beginning of an entry. A file without any line break
 * may be a foreign file, of which nothing may be removed.
 *
 * @param isOurs whether a complete value is an entry of this journal
 * @throws Fault `bad-fixture`
 */
function checkTorn(path: string, bytes: Buffer, isOurs: (value: unknown) => boolean): void {
  const lines = completeLines(bytes);
  const rest = bytes.subarray(lines.length).toString('utf8');
  // A power failure may leave zeros.
  if (lines.length > 0 || /^\0*$/.test(rest)) return;
  const value = tryParseJson(rest);
  if (value === undefined ? !'{"'.startsWith(rest.slice(0, 2)) : !isOurs(value)) throw notOurJournal(path);
}

/** Whether the end of a journal is incomplete. Reads only its last byte: journals grow for years. */
function isTorn(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  if (size === 0) return false;
  readSync(file, last, 0, 1, size - 1);
  return last[0] !== NEWLINE;
}

/** Opens a journal to continue it: a regular file, possibly through a link, or a new one. */
function openJournal(path: string): number {
  makeFolder(dirname(path));
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isFile()) throw notAFile('write', path);
  // For reading too: the existing content decides where to continue.
  return openSync(path, 'a+', FILE_MODES.private.file);
}

const notAFile = (action: 'read' | 'write', path: string): Fault =>
  new Fault('unreadable-file', `Cannot ${action} ${path}: it is not a regular file. Name another one.`);

const firstKey = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? Object.keys(value)[0] : undefined;

/** Removes an incomplete end. */
function removeTornEnd(path: string, file: number, entries: readonly object[]): void {
  const bytes = readFileSync(file);
  const key = firstKey(entries[0]);
  // Without a new entry, nothing shows what an entry looks like.
  checkTorn(path, bytes, (value) => key !== undefined && firstKey(value) === key);
  ftruncateSync(file, completeLines(bytes).length);
}

/** Appends a text to a file. If it does not fit, the file stays as it was. */
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
 * Appends entries to a journal, a file with one JSON value per line, and flushes them to disk. First removes a last
 * line that a crash cut off. The text is redacted. A new journal is private; an existing one keeps its mode.
 *
 * @throws Fault `unreadable-file` if the place cannot be written, `bad-fixture` if it is not a journal,
 *   `secret-in-output` if an entry contains a secret
 */
export function appendToJournal(path: string, entries: readonly object[]): void {
  const text = redact(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  let file: number | undefined;
  try {
    file = openJournal(path);
    if (isTorn(file)) removeTornEnd(path, file, entries);
    append(file, text);
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Creates a journal exclusively, as an empty file.
 *
 * @returns false if it already exists
 * @throws Fault `unreadable-file` if the place cannot be written
 */
export function createJournal(path: string): boolean {
  // Separate from opening: a file in place of a parent folder also gives EEXIST.
  makeFolder(dirname(path));
  try {
    closeSync(openSync(path, 'wx', FILE_MODES.private.file));
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw cannotWrite(path, error);
  }
}

/** Removes a journal into which nothing was written. */
export function removeEmptyJournal(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
}

/**
 * Returns the entries of a journal, in order, without a last line that was cut off.
 *
 * @throws Fault `unreadable-file`, or `bad-fixture` for a complete line that does not match the schema
 */
export function readJournal<T>(path: string, schema: z.ZodType<T>): T[] {
  let bytes: Buffer;
  try {
    // Reading a pipe would block.
    if (!statSync(path).isFile()) throw notAFile('read', path);
    bytes = readFileSync(path);
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  }
  checkTorn(path, bytes, (value) => schema.safeParse(value).success);
  const lines = completeLines(bytes).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, i) => parseWithSchema(`${path}, line ${i + 1}`, tryParseJson(line), schema));
}
