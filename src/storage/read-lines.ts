import { Fault } from '../fault.ts';
import { chunksOf } from './read-chunks.ts';

const NEWLINE = 0x0a;

/** The byte order mark that PowerShell and Notepad put before UTF-8 text. It is not part of the text. */
const MARK = '\uFEFF';

/** Maximum length of a line, in bytes: files of this tool have no longer ones, and it must be held in memory. */
const MAX_LINE = 2 ** 26;

/**
 * Yields the lines of a text file without their line breaks, holding only one line and one chunk at a time.
 *
 * @throws Fault `unreadable-file`, also for a line longer than any of this tool
 */
export async function* readLines(path: string): AsyncGenerator<string> {
  let parts: Buffer[] = [];
  let length = 0;
  let isFirst = true;
  const decode = (bytes: Buffer): string => {
    const line = bytes.toString('utf8');
    const text = isFirst && line.startsWith(MARK) ? line.slice(MARK.length) : line;
    isFirst = false;
    return text;
  };
  for await (const chunk of chunksOf(path)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      const rest = chunk.subarray(from, end);
      yield decode(parts.length === 0 ? rest : Buffer.concat([...parts, rest]));
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
  const last = decode(Buffer.concat(parts));
  if (last !== '') yield last;
}
