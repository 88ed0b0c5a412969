import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { cannotRead, codeOf } from './disk-faults.ts';

/** No file that this tool reads whole is larger: a text of more would not fit into one string. */
const LARGEST = 2 ** 28;

/** Bytes that are read at once from what has no size. */
const CHUNK = 2 ** 16;

/** How long somebody who has opened a pipe may be silent, and between two looks. Milliseconds. */
interface Patience {
  readonly most: number;
  readonly pause: number;
}

const PATIENCE: Patience = { most: 30_000, pause: 10 };

const tooLarge = (path: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${path}: it is larger than any file that belongs there. Name another.`,
  );

const silent = (path: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${path}: it is a pipe, and nothing comes out of it. Name a file.`,
  );

/** The next bytes of what was opened without waiting; undefined while nothing is there yet. */
function readSome(file: number, chunk: Buffer): Buffer | undefined {
  try {
    return Buffer.from(chunk.subarray(0, readSync(file, chunk)));
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return undefined;
    throw error;
  }
}

/** What comes out of a pipe or a device, to its end. */
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
      if (length > LARGEST) throw tooLarge(path);
      continue;
    }
    if (waited >= patience.most) throw silent(path);
    Atomics.wait(pause, 0, 0, patience.pause);
    waited += patience.pause;
  }
  // What a shell hands over as /dev/fd/63 may have been read before; a pipe with a name has no writer.
  if (length === 0 && lstatSync(path).isFIFO()) throw silent(path);
  return Buffer.concat(parts);
}

/**
 * The bytes of a file. A pipe is read to its end where somebody writes to it, and not waited for where nobody does.
 *
 * @param patience how long to wait for a silent writer
 * @throws Fault `unreadable-file`, also for what has no end
 */
export function readBytes(path: string, patience = PATIENCE): Buffer {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (stats.isFile() && stats.size > LARGEST) throw tooLarge(path);
    return stats.isFile() || stats.isDirectory() ? readFileSync(file) : readToEnd(path, file, patience);
  } catch (error) {
    throw error instanceof Fault ? error : cannotRead(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
