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
export interface Writing {
  readonly codes: Uint16Array;
  /** Any window of it gives the secret away; otherwise only the whole does. */
  readonly inPart: boolean;
}

const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

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

/** Spaces and quotation marks are left out of a reading, and escapes undone: so they are in what is looked for. */
function asRead(text: string): Uint16Array[] {
  const written = asWritten(text);
  const readings: Reading[] = [
    written,
    ...unescapedReadings(written, 'unescaped'),
    ...unescapedReadings(written, 'loose'),
  ];
  return readings.map(({ codes }) => codes);
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 within that of a longer text, at each of five alignments. */
function base32Within(bytes: Buffer): string[] {
  return [0, 1, 2, 3, 4].map((shift) => {
    let bits = '';
    for (const byte of Buffer.concat([Buffer.alloc(shift), bytes])) bits += byte.toString(2).padStart(8, '0');
    const encoded = (bits.match(/.{5}/g) ?? [])
      .map((five) => BASE32[Number.parseInt(five, 2)] ?? '')
      .join('');
    return encoded.slice(Math.ceil((shift * 8) / 5));
  });
}

const reversed = (text: string): string => Array.from(text).toReversed().join('');

/** A secret as it is, and encoded: letter case and the two alphabets of base64 make no difference to who looks for it. */
function encodings(secret: string): string[] {
  const base64 = base64Within(utf8(secret));
  return [
    ...base64,
    ...base64.flatMap((once) => base64Within(utf8(once))),
    ...base64Within(utf16(secret)),
    ...base32Within(utf8(secret)),
    utf8(secret).toString('hex'),
    utf16(secret).toString('hex'),
  ];
}

const MIN_ENCODED = 8;

/**
 * All the writings of a secret that are looked for.
 *
 * @param kind of a token any window counts, of an email only the whole address, of a password any window where it is
 *   long enough
 */
export function writingsOf(secret: string, kind: SecretKind): Writing[] {
  const inPart = kind !== 'email' && secret.length >= WINDOW;
  const values =
    kind === 'email' ? [...new Set([secret, secret.toLowerCase(), secret.toUpperCase()])] : [secret];
  const plain = values.flatMap(asRead).filter(({ length }) => length >= MIN_SECRET_LENGTH);
  const encoded = values
    .flatMap((value) => encodings(value))
    .filter(({ length }) => length >= MIN_ENCODED)
    .map((text) => asWritten(text).codes);
  const backwards = kind === 'email' ? [] : [asWritten(reversed(secret)).codes];
  return [...plain, ...backwards, ...encoded].map((codes) => ({
    codes,
    inPart: inPart && codes.length >= WINDOW,
  }));
}
