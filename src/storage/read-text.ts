import { TextDecoder } from 'node:util';
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

/** Returns the encoding of bytes by their first four; undefined for an encoding that is not read. */
function encodingOf(bytes: Uint8Array): string | undefined {
  const mark = MARKS.find(({ bytes: start }) => start.every((byte, i) => bytes[i] === byte));
  return mark ? mark.encoding : 'utf-8';
}

/** Returns the text of bytes in UTF-8, or in UTF-16 with a byte order mark, which is no part of it; undefined for any other encoding. */
export function decodeText(bytes: Buffer): string | undefined {
  const encoding = encodingOf(bytes);
  // Text written by a person has no NUL: it is UTF-16 or UTF-32 without a mark.
  const text = encoding === undefined ? '\0' : new TextDecoder(encoding).decode(bytes);
  return text.includes('\0') ? undefined : text;
}

const notText = (place: string): Fault =>
  new Fault(
    'unreadable-file',
    `Cannot read ${place}: it is not written in UTF-8. Save it as UTF-8, in PowerShell with "Out-File -Encoding utf8".`,
  );

/** Number of bytes that show the encoding. */
const MARK_LENGTH = 4;

/**
 * Yields the text of bytes in parts, so that it may be of any length. The encodings are those of `readText`.
 *
 * @param place the origin of the text, for the message
 * @throws Fault `unreadable-file`, as late as the bytes that are no text
 */
export async function* textParts(bytes: AsyncIterable<Uint8Array>, place: string): AsyncGenerator<string> {
  let start: Uint8Array = new Uint8Array();
  let decoder: TextDecoder | undefined;
  const decode = (part?: Uint8Array): string => {
    const encoding = encodingOf(start);
    if (encoding === undefined) throw notText(place);
    decoder ??= new TextDecoder(encoding);
    const text = part ? decoder.decode(part, { stream: true }) : decoder.decode();
    if (text.includes('\0')) throw notText(place);
    return text;
  };
  for await (const chunk of bytes) {
    if (decoder) {
      yield decode(chunk);
    } else {
      start = Buffer.concat([start, chunk]);
      if (start.length >= MARK_LENGTH) yield decode(start);
    }
  }
  yield (decoder ? '' : decode(start)) + decode();
}

/**
 * Returns the text of a file that a person wrote: UTF-8, or UTF-16 with a byte order mark, which is not part of the
 * text.
 *
 * @throws Fault `unreadable-file`, also for any other encoding
 */
export function readText(path: string): string {
  const text = decodeText(readBytes(path));
  if (text === undefined) throw notText(path);
  return text;
}
