import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { Fault } from '../fault.ts';
import { codeOf } from './disk-faults.ts';

/** How long a reader may take nothing before it is given up. Milliseconds. */
const PATIENCE = 60_000;

const PAUSE = 10;

const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);

/** Writes some of the bytes, and gives how many: none where the reader has to catch up first. */
function writeSome(file: number, bytes: Uint8Array): number {
  try {
    return writeSync(file, bytes);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

/**
 * Writes to something that is open: a pipe, a device, the file behind stdout. A reader that has seen enough (`| head`)
 * closes a pipe: that is no error.
 *
 * @param patience how long a reader may take nothing, in milliseconds
 * @throws what the system says, and `Fault` where the reader takes nothing any more
 */
export function pour(file: number, contents: Iterable<string | Uint8Array>, patience = PATIENCE): void {
  try {
    for (const content of contents) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      let waited = 0;
      for (let done = 0; done < bytes.length;) {
        const some = writeSome(file, bytes.subarray(done));
        done += some;
        waited = some > 0 ? 0 : waited + PAUSE;
        if (waited > patience) throw new Fault('unreadable-file', 'Nobody reads what is written to it.');
        if (some === 0) pause();
      }
    }
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

/** Writes to a pipe or a device. Without waiting for a reader, which may never come. */
export function writeStream(path: string, contents: Iterable<string | Uint8Array>): void {
  const { O_WRONLY, O_APPEND, O_NONBLOCK, O_NOCTTY } = constants;
  let file: number;
  try {
    file = openSync(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY);
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error;
    throw new Fault('unreadable-file', `Cannot write ${path}: nobody reads from it. Start the reader first.`);
  }
  try {
    pour(file, contents);
  } finally {
    closeSync(file);
  }
}
