import { originalReading, unescapedReadings, type Reading } from './readings.ts';

/**
 * A kind of secret that must not be written: a token, a person's email, another password, or an address that is secret as a whole,
 * while parts of it, such as its host, are in other texts too.
 */
export type SecretKind = 'token' | 'email' | 'password' | 'address';

/**
 * Number of consecutive characters that reveal a secret: with its checksum, up to fifteen missing ones can be
 * computed. For base64 and hex the same number, although it covers less of the secret.
 */
export const WINDOW = 16;

/** Minimum length of a text that is searched for as a whole, in characters. */
export const MIN_SECRET_LENGTH = 5;

/** One form in which a secret can be written, in the units of a reading. */
export interface SecretForm {
  readonly codes: Uint16Array;
  /** Number of consecutive units that reveal the secret; its full length if only the whole does. */
  readonly minUnits: number;
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Returns the text as UTF-16 in both byte orders. */
const utf16 = (text: string): Buffer[] => [
  Buffer.from(text, 'utf16le'),
  Buffer.from(text, 'utf16le').swap16(),
];

const SHIFTS = [0, 1, 2] as const;

/**
 * Returns the base64 of bytes inside a longer text: what precedes it shifts the bits, so there are three versions,
 * each without the characters that depend on its neighbours.
 */
function base64Within(bytes: Buffer): string[] {
  return SHIFTS.map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const from = shift === 0 ? 0 : shift + 1;
    return encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6));
  });
}

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;

/** Returns a secret as it appears in a text; with non-ASCII letters also byte by byte, as a UTF-16 file reads. */
function plainForms(secret: string): string[] {
  return [
    secret,
    // Readings drop the plus signs with which a program concatenates strings.
    secret.replaceAll('+', ''),
    ...(isAscii(secret) ? [] : utf16(secret).map((bytes) => bytes.toString('latin1'))),
  ];
}

/** Returns the secret as each reading shows it: without spaces and quotation marks, and with escapes decoded. */
function readingsOf(text: string): Uint16Array[] {
  const written = originalReading(text);
  const kinds = ['unescaped', 'loose', 'listed', 'quoted', 'escapes', 'form'] as const;
  const readings: Reading[] = [written, ...kinds.flatMap((kind) => unescapedReadings(written, kind))];
  return readings.map(({ codes }) => codes);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Returns the base32 of bytes inside a longer text, at each of five alignments. */
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

/**
 * Returns a secret as encoded in base64, base32 and hex; letter case and the two base64 alphabets do not matter in a
 * search.
 */
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
 * Number of encoded characters that reveal a secret. Sixteen characters of base64 are twelve of a password, which
 * often consists of words and may share those with other texts: so as much is needed as holds sixteen of its own
 * characters.
 */
const ENCODED_WINDOW: Record<SecretKind, number> = {
  token: WINDOW,
  password: 22,
  email: WINDOW,
  address: WINDOW,
};

/**
 * Returns all forms of a secret that are searched for.
 *
 * @param kind for a token, any window reveals it; for an email or another address, only the whole; for a password, any window
 *   if it is long enough
 */
export function formsOf(secret: string, kind: SecretKind): SecretForm[] {
  const inPart = kind !== 'email' && kind !== 'address' && secret.length >= WINDOW;
  const values =
    kind === 'email' ? [...new Set([secret, secret.toLowerCase(), secret.toUpperCase()])] : [secret];
  const plain = values
    .flatMap(plainForms)
    .flatMap(readingsOf)
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);
  const encoded = values
    .flatMap((value) => encodings(value))
    .filter(({ length }) => length >= MIN_ENCODED)
    .map((text) => originalReading(text).codes);
  const formWith = (window: number) => (codes: Uint16Array) => ({
    codes,
    minUnits: inPart ? Math.min(window, codes.length) : codes.length,
  });
  return [...plain.map(formWith(WINDOW)), ...encoded.map(formWith(ENCODED_WINDOW[kind]))];
}
