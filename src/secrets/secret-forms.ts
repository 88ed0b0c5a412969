import { asWritten, unescapedReadings, type Reading } from './readings.ts';

/** What must not be written down: a token, the email of a person, or another password. */
export type SecretKind = 'token' | 'email' | 'password';

/**
 * Number of consecutive characters that give a secret away: with its checksum, less than sixteen missing ones can be
 * computed. Of base64 and hex the same number, which is less of the secret.
 */
export const WINDOW = 16;

/** The shortest text that is looked for as a whole. */
export const MIN_SECRET_LENGTH = 5;

/** One way in which a secret can be written, as the units that a reading has. */
export interface SecretForm {
  readonly codes: Uint16Array;
  /** Number of consecutive units that give the secret away; its length where only the whole does. */
  readonly least: number;
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** UTF-16 in both orders of bytes. */
const utf16 = (text: string): Buffer[] => [
  Buffer.from(text, 'utf16le'),
  Buffer.from(text, 'utf16le').swap16(),
];

const SHIFTS = [0, 1, 2] as const;

/**
 * Base64 as it stands within that of a longer text: what comes before shifts the bits, so there are three ways, each
 * without the characters that its neighbours have a part in.
 */
function base64Within(bytes: Buffer): string[] {
  return SHIFTS.map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const from = shift === 0 ? 0 : shift + 1;
    return encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** A secret as it stands in a text: of other alphabets also byte by byte, as a file in UTF-16 reads. */
function plainWritings(secret: string): string[] {
  return [
    secret,
    // Pieces of a text that a program adds up have signs between them that are left out.
    secret.replaceAll('+', ''),
    ...(isAscii(secret) ? [] : utf16(secret).map((bytes) => bytes.toString('latin1'))),
  ];
}

/** Spaces and quotation marks are left out of a reading, and escapes undone: so they are in what is looked for. */
function asRead(text: string): Uint16Array[] {
  const written = asWritten(text);
  const kinds = ['unescaped', 'loose', 'listed', 'quoted', 'escapes', 'form'] as const;
  const readings: Reading[] = [written, ...kinds.flatMap((kind) => unescapedReadings(written, kind))];
  return readings.map(({ codes }) => codes);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 within that of a longer text, at each of five alignments. */
function base32Within(bytes: Buffer): string[] {
  return [0, 1, 2, 3, 4].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    let [out, bits, value] = ['', 0, 0];
    for (const byte of padded) {
      value = ((value << 8) | byte) & 0xf_ff;
      for (bits += 8; bits >= 5; bits -= 5) out += BASE32[(value >>> (bits - 5)) & 31] ?? '';
    }
    return out.slice(Math.ceil((shift * 8) / 5));
  });
}

/** A secret as it is, and encoded: letter case and the two alphabets of base64 make no difference to who looks for it. */
function encodings(secret: string): string[] {
  const base64 = base64Within(utf8(secret));
  return [
    ...base64,
    ...base64.flatMap((once) => base64Within(utf8(once))),
    ...utf16(secret).flatMap(base64Within),
    ...base32Within(utf8(secret)),
    ...[utf8(secret), ...utf16(secret), ...base64.map(utf8)].map((bytes) => bytes.toString('hex')),
  ];
}

const MIN_ENCODED = 8;

/**
 * A password is often made of words, and sixteen characters of base64 are twelve of it, which other texts may have as
 * well: of its encodings as much is needed as holds sixteen of its own characters.
 */
const ENCODED_WINDOW: Record<SecretKind, number> = { token: WINDOW, password: 22, email: WINDOW };

/**
 * All the writings of a secret that are looked for.
 *
 * @param kind of a token any window counts, of an email only the whole address, of a password any window where it is
 *   long enough
 */
export function formsOf(secret: string, kind: SecretKind): SecretForm[] {
  const inPart = kind !== 'email' && secret.length >= WINDOW;
  const values =
    kind === 'email' ? [...new Set([secret, secret.toLowerCase(), secret.toUpperCase()])] : [secret];
  const plain = values
    .flatMap(plainWritings)
    .flatMap(asRead)
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);
  const encoded = values
    .flatMap((value) => encodings(value))
    .filter(({ length }) => length >= MIN_ENCODED)
    .map((text) => asWritten(text).codes);
  const writing = (window: number) => (codes: Uint16Array) => ({
    codes,
    least: inPart ? Math.min(window, codes.length) : codes.length,
  });
  return [...plain.map(writing(WINDOW)), ...encoded.map(writing(ENCODED_WINDOW[kind]))];
}
