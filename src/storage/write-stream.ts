import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { codeOf } from './disk-faults.ts';

/** How long a reader may stall before writing gives up, in milliseconds. */
const PATIENCE = 60_000;

const PAUSE = 10;

const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);

/** Writes some of the bytes, and returns how many: 0 if the reader has to catch up first. */
function writeSome(file: number, bytes: Uint8Array): number {
  try {
    return writeSync(file, bytes);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

/**
 * Writes to an open file: a pipe, a device, or the file behind stdout. A reader that closes a pipe early (`| head`)
 * is not an error.
 *
 * @param patience how long a reader may stall, in milliseconds
 * @throws the system's error, or Fault `unreadable-file` if the reader stalls
 */
export function writeToDescriptor(
  file: number,
  contents: Iterable<string | Uint8Array>,
  patience = PATIENCE,
): void {
  try {
    for (const content of contents) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      let waited = 0;
      for (let offset = 0; offset < bytes.length;) {
        const written = writeSome(file, bytes.subarray(offset));
        offset += written;
        waited = written > 0 ? 0 : waited + PAUSE;
        if (waited > patience)
          throw new Fault(
            'unreadable-file',
            'Cannot write: the reader has stopped reading. Check the reader.',
          );
        if (written === 0) pause();
      }
    }
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

/** Writes to a pipe or a device, without waiting for a reader, which may never come. */
export function writeStream(path: string, contents: Iterable<string | Uint8Array>): void {
  const { O_WRONLY, O_APPEND, O_NONBLOCK, O_NOCTTY } = constants;
  let file: number;
  try {
    file = openSync(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error;
    throw new Fault('unreadable-file', `Cannot write ${path}: it has no reader. Start the reader first.`);
  }
  try {
    writeToDescriptor(file, contents);
  } finally {
    closeSync(file);
  }
}
