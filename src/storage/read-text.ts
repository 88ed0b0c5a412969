import { Fault } from '../fault.ts';
import { readBytes } from './read-bytes.ts';

/**
 * The byte order marks that identify an encoding, longer ones first, because that of UTF-32 starts like one of
 * UTF-16. Windows PowerShell writes UTF-16 with `>`, and Notepad marks UTF-8.
 */
const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: string | undefined }[] = [
  { bytes: [0xff, 0xfe, 0, 0], encoding: undefined },
  { bytes: [0, 0, 0xfe, 0xff], encoding: undefined },
  { bytes: [0xef, 0xbb, 0xbf], encoding: 'utf-8' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
];

/** Returns the text of bytes in UTF-8, or in UTF-16 with a byte order mark, which is no part of it; undefined for any other encoding. */
export function decodeText(bytes: Buffer): string | undefined {
  const mark = MARKS.find(({ bytes: start }) => start.every((byte, i) => bytes[i] === byte));
  const encoding = mark ? mark.encoding : 'utf-8';
  // Text written by a person has no NUL: it is UTF-16 or UTF-32 without a mark.
  const text = encoding === undefined ? '\0' : new TextDecoder(encoding).decode(bytes);
  return text.includes('\0') ? undefined : text;
}

function decode(path: string, bytes: Buffer): string {
  const text = decodeText(bytes);
  if (text !== undefined) return text;
  throw new Fault(
    'unreadable-file',
    `Cannot read ${path}: it is not written in UTF-8. Save it as UTF-8, in PowerShell with "Out-File -Encoding utf8".`,
  );
}

/**
 * Returns the text of a file that a person wrote: UTF-8, or UTF-16 with a byte order mark, which is not part of the
 * text.
 *
 * @throws Fault `unreadable-file`, also for any other encoding
 */
export function readText(path: string): string {
  return decode(path, readBytes(path));
}
