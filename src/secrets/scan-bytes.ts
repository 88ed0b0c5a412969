import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { findTokens, type TokenSighting } from './token-scan.ts';

/** A token in a file, and the archive members that lead to it. */
export interface FileSighting extends TokenSighting {
  /** Such as `report.html` of a zip; empty where the file itself holds it. */
  readonly inside: readonly string[];
}

/** Bytes that an archive may unpack to: a small one can hold terabytes of zeros. */
const MAX_UNPACKED = 2 ** 26;

/** An archive in an archive is opened, and no further. */
const MAX_DEPTH = 2;

const unpacked = (work: () => Record<string, Uint8Array>): Record<string, Uint8Array> => {
  try {
    return work();
  } catch {
    // Broken, encrypted or too large: its own bytes are looked at all the same.
    return {};
  }
};

/** How an archive is unpacked, by the two bytes that it begins with: its members by name. */
const ARCHIVES: ReadonlyMap<string, (bytes: Uint8Array) => Record<string, Uint8Array>> = new Map([
  ['\u001F\u008B', (bytes) => ({ gzip: gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED }) })],
  [
    'PK',
    (bytes) => {
      let room = MAX_UNPACKED;
      return unzipSync(bytes, {
        filter: ({ originalSize }) => {
          room -= originalSize;
          return room >= 0;
        },
      });
    },
  ],
]);

/** What an archive holds, by name; nothing where it is none. */
function membersOf(bytes: Uint8Array): Record<string, Uint8Array> {
  const unpack = ARCHIVES.get(Buffer.from(bytes.subarray(0, 2)).toString('latin1'));
  return unpack ? unpacked(() => unpack(bytes)) : {};
}

/**
 * A file's text byte by byte, so that a token in a binary file is seen, too; also without zeros, as of UTF-16, and with the
 * characters of UTF-8 put together.
 */
function textsOf(bytes: Uint8Array): Set<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  return new Set([text, text.replaceAll('\0', ''), buffer.toString('utf8')]);
}

const placeOf = ({ line, excerpt }: TokenSighting): string => `${line} ${excerpt}`;

/** Real tokens in the bytes of a file, also inside zip and gzip. */
export function findTokensInBytes(bytes: Uint8Array, depth = 0): FileSighting[] {
  const seen = new Set<string>();
  const own = [...textsOf(bytes)].flatMap((text) => {
    const fresh = findTokens(text).filter((one) => !seen.has(placeOf(one)));
    for (const one of fresh) seen.add(placeOf(one));
    return fresh;
  });
  const members = depth < MAX_DEPTH ? Object.entries(membersOf(bytes)) : [];
  return [
    ...own.map((sighting) => ({ ...sighting, inside: [] })),
    ...members.flatMap(([name, content]) =>
      findTokensInBytes(content, depth + 1).map((sighting) => ({
        ...sighting,
        inside: [name, ...sighting.inside],
      })),
    ),
  ];
}
