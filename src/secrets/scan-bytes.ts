import { gunzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { findTokens, type TokenSighting } from './token-scan.ts';

/** A token in a file, and the archive members that contain it. */
export interface FileSighting extends TokenSighting {
  /** For example `report.html` in a zip; empty if the token is in the file itself. */
  readonly inside: readonly string[];
}

/** Maximum size to which an archive may unpack, in bytes: a small one can hold terabytes of zeros. */
const MAX_UNPACKED = 2 ** 26;

/** Number of levels of nested archives that are opened. */
const MAX_DEPTH = 2;

const unpacked = (work: () => Record<string, Uint8Array>): Record<string, Uint8Array> => {
  try {
    return work();
  } catch {
    // Broken, encrypted or too large: its raw bytes are scanned anyway.
    return {};
  }
};

/** How an archive is unpacked to its members by name, by its first two bytes. */
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

/** Returns the members of an archive, by name; empty if it is not an archive. */
function membersOf(bytes: Uint8Array): Record<string, Uint8Array> {
  const unpack = ARCHIVES.get(Buffer.from(bytes.subarray(0, 2)).toString('latin1'));
  return unpack ? unpacked(() => unpack(bytes)) : {};
}

/**
 * Returns the texts of a file: byte by byte, so that tokens in binary files are found too; without zeros, for UTF-16;
 * and decoded as UTF-8.
 */
function textsOf(bytes: Uint8Array): Set<string> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('latin1');
  return new Set([text, text.replaceAll('\0', ''), buffer.toString('utf8')]);
}

const sightingKey = ({ line, excerpt }: TokenSighting): string => `${line} ${excerpt}`;

/** Returns the real tokens in the bytes of a file, including zip and gzip archives. */
export function findTokensInBytes(bytes: Uint8Array, depth = 0): FileSighting[] {
  const seen = new Set<string>();
  const own = [...textsOf(bytes)].flatMap((text) => {
    const fresh = findTokens(text).filter((sighting) => !seen.has(sightingKey(sighting)));
    for (const sighting of fresh) seen.add(sightingKey(sighting));
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
