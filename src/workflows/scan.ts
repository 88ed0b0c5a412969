import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { findTokensInBytes, type FileSighting } from '../secrets/scan-bytes.ts';
import { REPORTS } from '../run/snapshot.ts';
import type { Session } from './session.ts';

const SKIPPED = new Set(['node_modules', '.git']);

/** Bytes that are looked at in one go; what is larger, in windows that overlap by more than any form of a token takes. */
const WINDOW = { size: 2 ** 26, overlap: 2 ** 16 };

/** Files below a path. A link to a folder leads to what is looked at elsewhere, or is not ours. */
function filesBelow(path: string): string[] {
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Whether there is something to read: no pipe, device or socket, and no link to nothing or to a folder. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** What git tracks, and what it would add; all files where this is no work tree. */
function usualFiles(): string[] {
  let listed: string;
  try {
    const options = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
    listed = execFileSync('git', options, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 30,
    });
  } catch {
    return filesBelow('.').filter(isFile);
  }
  const reports = existsSync(REPORTS) ? filesBelow(REPORTS) : [];
  return [...new Set([...listed.split('\0').filter((name) => name !== ''), ...reports])].filter(isFile);
}

/** The files that a path names; what is named itself must be something that can be read. */
function namedFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new Fault('unreadable-file', `There is nothing at ${path} to look at.`);
  if (stats.isFile()) return [path];
  if (!stats.isDirectory()) {
    throw new Fault('unreadable-file', `Cannot read ${path}: it is neither a file nor a folder.`);
  }
  // A link that is named is followed.
  return filesBelow(join(path, '.')).filter(isFile);
}

/** Reads as much of a file as there is, from a place on. */
function fill(file: number, window: Buffer, from: number): Buffer {
  let length = 0;
  while (length < window.length) {
    const read = readSync(file, window, length, window.length - length, from + length);
    if (read === 0) break;
    length += read;
  }
  return window.subarray(0, length);
}

const linesIn = (bytes: Uint8Array): number => bytes.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 0);

const placeOf = ({ line, kind, excerpt, inside }: FileSighting): string =>
  JSON.stringify([line, kind, excerpt, inside]);

/** Real tokens in a file of any size. */
function tokensIn(path: string): FileSighting[] {
  const file = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    const window = Buffer.alloc(Math.min(size, WINDOW.size));
    let all: FileSighting[] = [];
    for (let from = 0, line = 0; from < size; from += WINDOW.size - WINDOW.overlap) {
      const bytes = fill(file, window, from);
      const found = findTokensInBytes(bytes).map((one) => ({ ...one, line: one.line + line }));
      // What the end of a window cut off is seen whole in the next one.
      const places = new Set(found.map(placeOf));
      all = [...all.filter((one) => !places.has(placeOf(one))), ...found];
      if (from + bytes.length >= size) break;
      line += linesIn(bytes.subarray(0, WINDOW.size - WINDOW.overlap));
    }
    return all;
  } finally {
    closeSync(file);
  }
}

/** Does what reads from the disk, and says in a sentence where the disk does not let it. */
function reading<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  }
}

/**
 * Prints each real token that stands in a file.
 *
 * @param paths files and folders; none for all that git tracks or would track, and `reports/`
 * @returns the exit code: 1 where a token was found
 * @throws Fault `unreadable-file` where something cannot be looked at, and no token was found elsewhere
 */
export function scan(paths: readonly string[], { stdout }: Pick<Session, 'stdout'>): number {
  const files =
    paths.length > 0
      ? paths.flatMap((path) => reading(path, () => namedFiles(path)))
      : reading('.', usualFiles);
  let found = 0;
  const unread: Fault[] = [];
  for (const file of files) {
    try {
      for (const { kind, line, excerpt, checksumFits, inside } of reading(file, () => [...tokensIn(file)])) {
        found += 1;
        const place = [file, ...inside].join(' > ');
        stdout.write(`${place}:${line}: ${kind}, ${excerpt}${checksumFits ? ', its checksum fits' : ''}\n`);
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      unread.push(error);
    }
  }
  const [first] = unread;
  // What was found is worth more than what could not be looked at.
  if (first && found === 0) {
    const more = unread.length > 1 ? ` ${unread.length - 1} more files could not be read either.` : '';
    throw new Fault('unreadable-file', first.message + more);
  }
  const verdict = found > 0 ? `${found} found. Revoke what is real, and take it out.` : 'No token found.';
  stdout.write(`${files.length - unread.length} files looked at. ${verdict}\n`);
  return found > 0 ? 1 : 0;
}
