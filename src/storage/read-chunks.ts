import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Fault } from '../fault.ts';
import { cannotRead } from './disk-faults.ts';

/** Number of bytes per read. */
const CHUNK = 2 ** 18;

/**
 * Yields the bytes of a file in chunks, reusing one buffer: a chunk is valid until the next one is asked for.
 *
 * @throws Fault `unreadable-file`
 */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  // Reading a pipe would block, and some files are read more than once.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new Fault('unreadable-file', `Cannot read ${path}: it is not a regular file. Name a file.`);
  }
  const file = await open(path).catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  try {
    const chunk = Buffer.alloc(CHUNK);
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK).catch((error: unknown) => {
        throw cannotRead(path, error);
      });
      if (bytesRead === 0) return;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
