import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { findTokensInBytes, type FileSighting } from '../secrets/scan-bytes.ts';
import { REPORTS } from '../run/snapshot.ts';
import type { Session } from './session.ts';

const SKIPPED = new Set(['node_modules', '.git']);

/** Size in bytes of the windows in which a file is read. They overlap by more than the longest form of a token. */
const WINDOW = { size: 2 ** 26, overlap: 2 ** 16 };

/** Returns the files below a path. Links to folders are not followed: their target is searched elsewhere, or is not part of the project. */
function filesBelow(path: string): string[] {
  if (!lstatSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !SKIPPED.has(name))
    .flatMap((name) => filesBelow(join(path, name)));
}

/** Whether a path leads to a regular file, and not to a pipe, device, socket, folder or nothing. */
const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** Returns the files that git tracks or would add, and those in reports/; all files if this is not a work tree. */
function defaultFiles(): string[] {
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

/** Returns the files of a path, which must be a file or a folder itself. */
function namedFiles(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new Fault('unreadable-file', `There is no file or folder ${path}. Correct the path.`);
  if (stats.isFile()) return [path];
  if (!stats.isDirectory()) {
    throw new Fault('unreadable-file', `Cannot read ${path}: it is neither a file nor a folder.`);
  }
  // A link that the user names is followed.
  return filesBelow(join(path, '.')).filter(isFile);
}

/** Fills a window with the bytes of a file from a position on, and returns the filled part. */
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

/** Returns the real tokens in a file of any size. */
function tokensIn(path: string): FileSighting[] {
  const file = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    const window = Buffer.alloc(Math.min(size, WINDOW.size));
    let all: FileSighting[] = [];
    for (let from = 0, line = 0; from < size; from += WINDOW.size - WINDOW.overlap) {
      const bytes = fill(file, window, from);
      const found = findTokensInBytes(bytes).map((sighting) => ({ ...sighting, line: sighting.line + line }));
      // A token at the end of a window is found again, complete, in the next one.
      const places = new Set(found.map(placeOf));
      all = [...all.filter((sighting) => !places.has(placeOf(sighting))), ...found];
      if (from + bytes.length >= size) break;
      line += linesIn(bytes.subarray(0, WINDOW.size - WINDOW.overlap));
    }
    return all;
  } finally {
    closeSync(file);
  }
}

/** Does some reading, and turns an error of the disk into a fault. */
function reading<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  }
}

/**
 * Prints each real token in files.
 *
 * @param paths files and folders; none for all that git tracks or would add, and `reports/`
 * @returns the exit code: 1 if a token was found
 * @throws Fault `unreadable-file` if something cannot be read and no token was found elsewhere
 */
export function scan(paths: readonly string[], { stdout }: Pick<Session, 'stdout'>): number {
  const files =
    paths.length > 0
      ? paths.flatMap((path) => reading(path, () => namedFiles(path)))
      : reading('.', defaultFiles);
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
  // A token that was found is more important than a file that could not be read.
  if (first && found === 0) {
    const more = unread.length > 1 ? ` ${unread.length - 1} more files could not be read either.` : '';
    throw new Fault('unreadable-file', first.message + more);
  }
  const verdict =
    found > 0 ? `${found} found. Revoke every real token, and remove it from the file.` : 'No token found.';
  stdout.write(`${files.length - unread.length} files searched. ${verdict}\n`);
  return found > 0 ? 1 : 0;
}
