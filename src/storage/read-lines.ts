import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Fault } from '../fault.ts';
import { cannotRead } from './disk-faults.ts';

const NEWLINE = 0x0a;

/** Number of bytes per read. */
const CHUNK = 2 ** 18;

/** Maximum length of a line, in bytes: files of this tool have no longer ones, and it must be held in memory. */
const MAX_LINE = 2 ** 26;

/** Reads the bytes of a file, reusing one buffer. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  // Reading a pipe would block, and a run may be read more than once.
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

/**
 * Yields the lines of a text file without their line breaks, holding only one line and one chunk at a time.
 *
 * @throws Fault `unreadable-file`, also for a line longer than any of this tool
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunksOf(path)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end);
      yield (parts.length === 0 ? rest : Buffer.concat([...parts, rest])).toString('utf8');
      parts = [];
      length = 0;
      from = end + 1;
    }
    // A copy, because the buffer is reused.
    parts.push(Buffer.from(chunk.subarray(from)));
    length += chunk.length - from;
    if (length > MAX_LINE) {
      throw new Fault(
        'unreadable-file',
        `Cannot read ${path}: it has a line that is longer than any line of a run file. Name a run file.`,
      );
    }
  }
  const last = Buffer.concat(parts).toString('utf8');
  if (last !== '') yield last;
}
