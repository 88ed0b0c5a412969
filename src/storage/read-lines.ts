import { statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { Fault } from '../fault.ts';
import { cannotRead } from './disk-faults.ts';

const NEWLINE = 0x0a;

/** Bytes that are read at once. */
const CHUNK = 2 ** 18;

/** The byte order mark that PowerShell and Notepad put before a text in UTF-8. It is no part of the text. */
const MARK = '\uFEFF';

/** A longer line is none of ours; it would have to be held whole. */
const LONGEST = 2 ** 26;

/** The bytes of a file, in one buffer again and again. */
async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  // A pipe would be waited for, and a run may be read more than once.
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) {
    throw new Fault('unreadable-file', `Cannot read ${path}: it is no regular file. Name a file.`);
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
 * The lines of a text file in turn, without their ends, and no more of it at once than one line and a chunk.
 *
 * @throws Fault `unreadable-file`, also for a line that no file of ours has
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  let held = 0;
  let first = true;
  const decode = (bytes: Buffer): string => {
    const line = bytes.toString('utf8');
    const text = first && line.startsWith(MARK) ? line.slice(MARK.length) : line;
    first = false;
    return text;
  };
  for await (const chunk of chunksOf(path)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end);
      yield decode(begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
      begun = [];
      held = 0;
      from = end + 1;
    }
    // A copy: the chunk is about to be filled anew.
    begun.push(Buffer.from(chunk.subarray(from)));
    held += chunk.length - from;
    if (held > LONGEST) {
      throw new Fault(
        'unreadable-file',
        `Cannot read ${path}: a line of it is longer than any of a run file.`,
      );
    }
  }
  const last = decode(Buffer.concat(begun));
  if (last !== '') yield last;
}
