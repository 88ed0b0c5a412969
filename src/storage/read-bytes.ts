import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { cannotRead, codeOf } from './disk-faults.ts';

/** Maximum size of a file that is read as a whole, in bytes: more would not fit into one string. */
const MAX_BYTES = 2 ** 28;

/** Number of bytes per read from a pipe or a device. */
const CHUNK = 2 ** 16;

/** How long the writer of a pipe may be silent, and the pause between two reads. Milliseconds. */
interface Patience {
  readonly maxSilence: number;
  readonly pause: number;
}

const PATIENCE: Patience = { maxSilence: 30_000, pause: 10 };

const tooLarge = (path: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${path}: it is larger than any file this tool uses. Name another one.`,
  );

const silent = (path: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${path}: it is a pipe, and nothing comes out of it. Name a file.`,
  );

/** Reads the next bytes without blocking; returns undefined if none are available yet. */
function readSome(file: number, chunk: Buffer): Buffer | undefined {
  try {
    return Buffer.from(chunk.subarray(0, readSync(file, chunk)));
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

/** Reads a pipe or a device to its end. */
function readToEnd(path: string, file: number, patience: Patience): Buffer {
  const chunk = Buffer.alloc(CHUNK);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const parts: Buffer[] = [];
  let length = 0;
  for (let waited = 0; ;) {
    const part = readSome(file, chunk);
    if (part?.length === 0) break;
    if (part) {
      parts.push(part);
      length += part.length;
      waited = 0;
      if (length > MAX_BYTES) throw tooLarge(path);
      continue;
    }
    if (waited >= patience.maxSilence) throw silent(path);
    Atomics.wait(pause, 0, 0, patience.pause);
    waited += patience.pause;
  }
  // A pipe that a shell passes as /dev/fd/63 may have been read before; an empty named pipe has no writer.
  if (length === 0 && lstatSync(path).isFIFO()) throw silent(path);
  return Buffer.concat(parts);
}

/**
 * Returns the bytes of a file. A pipe with a writer is read to its end; one without a writer is not waited for.
 *
 * @param patience how long to wait for a silent writer
 * @throws Fault `unreadable-file`, also if the content has no end
 */
export function readBytes(path: string, patience = PATIENCE): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (stats.isFile() && stats.size > MAX_BYTES) throw tooLarge(path);
    return stats.isFile() || stats.isDirectory() ? readFileSync(file) : readToEnd(path, file, patience);
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
