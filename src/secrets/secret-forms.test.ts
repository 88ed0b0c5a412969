import { describe, expect, it } from 'vitest';
import { originalReading } from './readings.ts';
import { SecretIndex } from './secret-index.ts';
import { formsOf, type SecretKind } from './secret-forms.ts';
import { seededBytes } from './seeded.fixture.ts';

// Without the common prefix of tokens: any sixteen characters are its own.
const SECRET = `${seededBytes(60, 'secret-writings').toString('base64url')}=0123ABCD`;

const indexes = new Map<string, SecretIndex>();

/** The index of one secret. */
function indexOf(secret: string, kind: SecretKind): SecretIndex {
  const key = `${kind} ${secret}`;
  const known = indexes.get(key);
  if (known) return known;
  const index = new SecretIndex();
  for (const writing of formsOf(secret, kind)) index.add(writing, 'it');
  indexes.set(key, index);
  return index;
}

/** The parts of a text that are found as parts of a secret, in the text itself only. */
function found(text: string, secret: string, kind: SecretKind): string[] {
  return [
    ...new Set(
      indexOf(secret, kind)
        .find(originalReading(text))
        .map(({ from, to }) => text.slice(from, to)),
    ),
  ];
}

const isFound = (text: string, secret: string, kind: SecretKind): boolean =>
  found(text, secret, kind).length > 0;

type Encoding = (bytes: Buffer) => string;

const base64: Encoding = (bytes) => bytes.toString('base64');

const base32: Encoding = (bytes) => {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('');
};

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Encodings of a text inside a longer one, each with the number of preceding bytes, which shift it by some bits. */
const ENCODINGS: Readonly<Record<string, (text: string, before: number) => string>> = {
  base64: (text, before) => base64(Buffer.from('.'.repeat(before) + text)),
  base64url: (text, before) => Buffer.from('.'.repeat(before) + text).toString('base64url'),
  'base64 of base64': (text, before) => base64(Buffer.from(base64(Buffer.from('.'.repeat(before) + text)))),
  'base64 of a header': (text, before) =>
    base64(Buffer.from(`Basic ${base64(Buffer.from('.'.repeat(before) + text))}`)),
  'base64 of UTF-16': (text, before) => base64(Buffer.from('.'.repeat(before) + text, 'utf16le')),
  'base64 of UTF-16, the other way round': (text, before) => base64(utf16be('.'.repeat(before) + text)),
  base32: (text, before) => base32(Buffer.from('.'.repeat(before) + text)),
  hex: (text, before) => Buffer.from('.'.repeat(before) + text).toString('hex'),
  'hex of UTF-16': (text, before) => Buffer.from('.'.repeat(before) + text, 'utf16le').toString('hex'),
  'hex of UTF-16, the other way round': (text, before) => utf16be('.'.repeat(before) + text).toString('hex'),
  'hex of base64': (text, before) =>
    Buffer.from(base64(Buffer.from('.'.repeat(before) + text))).toString('hex'),
};

const SHIFTS = [0, 1, 2, 3, 4, 5];

describe.each(Object.entries(ENCODINGS))('%s', (_, encode) => {
  it('reveals a token at each alignment, complete or in part', () => {
    for (const before of SHIFTS) {
      const text = encode(SECRET, before);
      expect(isFound(text, SECRET, 'token')).toBe(true);
      const middle = text.slice(text.length >>> 1);
      expect(isFound(middle.slice(0, 24), SECRET, 'token')).toBe(true);
      expect(isFound(middle.slice(0, 15), SECRET, 'token')).toBe(false);
    }
  });

  it('reveals an email in any letter case, and no other', () => {
    const email = 'Owner@Acme.Example';
    for (const before of SHIFTS) {
      for (const value of [email, email.toUpperCase(), email.toLowerCase()]) {
        expect(isFound(encode(`${value}:x`, before), email, 'email')).toBe(true);
      }
      expect(isFound(encode('owner@other.example:x', before), email, 'email')).toBe(false);
    }
  });

  it('reveals a short password only as a whole', () => {
    const password = 'pass-Word.1';
    for (const before of SHIFTS) {
      expect(isFound(encode(`${password}:x`, before), password, 'password')).toBe(true);
      expect(isFound(encode(`${password.slice(0, 8)}:x.y`, before), password, 'password')).toBe(false);
    }
  });
});

describe('in base64', () => {
  it('a password is revealed by what encodes sixteen of its characters', () => {
    const text = base64(Buffer.from(SECRET));
    for (const [kind, minUnits] of [
      ['token', 16],
      ['password', 22],
    ] as const) {
      expect(found(text.slice(20, 20 + minUnits), SECRET, kind)).toEqual([text.slice(20, 20 + minUnits)]);
      expect(found(text.slice(20, 19 + minUnits), SECRET, kind)).toEqual([]);
    }
  });

  it('less than eight characters are not searched for', () => {
    expect(isFound(base64(Buffer.from('m@x.io')), 'm@x.io', 'email')).toBe(true);
    for (const length of [6, 7])
      expect(isFound(base64(Buffer.from('m@x.i')).slice(0, length), 'm@x.i', 'email')).toBe(false);
  });

  it('a token is revealed by any sixteen characters, a shorter one only as a whole', () => {
    for (const [length, is] of [
      [17, true],
      [16, true],
      [15, false],
    ] as const) {
      const secret = SECRET.slice(0, length);
      expect(isFound(base64(Buffer.from(secret)).slice(0, 16), secret, 'token')).toBe(is);
    }
  });

  it('only characters that depend on the neighbours are left out at the ends', () => {
    for (const before of SHIFTS) {
      const text = base64(Buffer.from(`${'.'.repeat(before)}${SECRET}...`));
      const parts = found(text, SECRET, 'token').toSorted((a, b) => b.length - a.length);
      expect(parts[0]?.length).toBeGreaterThanOrEqual(Math.floor((SECRET.length * 4) / 3) - 1);
    }
  });
});

describe('unencoded', () => {
  it.each<readonly [kind: SecretKind, secret: string, text: string, is: boolean]>([
    ['token', SECRET, SECRET.slice(5, 21), true],
    ['token', SECRET, SECRET.slice(5, 20), false],
    ['password', SECRET, SECRET.slice(5, 21), true],
    ['password', SECRET, SECRET.slice(5, 20), false],
    ['password', SECRET.slice(0, 16), SECRET.slice(0, 16), true],
    ['password', SECRET.slice(0, 17), SECRET.slice(0, 16), true],
    ['password', SECRET.slice(0, 15), SECRET.slice(0, 15), true],
    ['password', SECRET.slice(0, 15), SECRET.slice(0, 14), false],
    ['email', 'me@x.io', 'ME@X.IO', true],
    ['email', 'me@x.io', 'me@x.i', false],
    ['email', 'somebody.else@acme.example.com', 'somebody.else@acme.example.co', false],
    ['email', 'm@x.i', 'm@x.i', true],
    ['address', 'https://a.example.com/hook/aB3', 'see https://a.example.com/hook/aB3.', true],
    ['address', 'https://a.example.com/hook/aB3', 'https://a.example.com/hook/aB', false],
    ['email', 'ÄÖ@x.io', 'äö@x.io', true],
    ['email', 'äö@x.io', 'ÄÖ@X.IO', true],
    // What a reading leaves out or decodes is not searched for either.
    ['password', 'my "long" word', 'mylongword', true],
    ['password', 'my "long" word', 'my "long" word', true],
    ['password', 'ab+cd+ef+gh', 'abcdefgh', true],
    ['password', 'ab%41cd%42ef', 'abAcdBef', true],
    ['password', 'ab%2541cd<b>ef', 'abAcdef', true],
    ['password', 'ab=41cd ef', 'abAcdef', true],
    ['password', 'ab=41cd ef', 'ab=41cdef', true],
    ['password', 'a,b;c(d)e', 'abcde', true],
    ['password', 'a,b<c>de', 'ab<cde', true],
    ['password', 'ab cd%41 ef', 'ab cdA ef', true],
    ['password', 'ab+cd%41+ef', 'ab cdA ef', true],
    // Non-ASCII letters also byte by byte.
    ['password', 'Zürich漢字', Buffer.from('Zürich漢字', 'utf16le').toString('latin1'), true],
    ['password', 'Zürich漢字', utf16be('Zürich漢字').toString('latin1'), true],
    ['password', 'pass-word', Buffer.from('pass-word', 'utf16le').toString('latin1'), false],
  ])('%s %j is found in %j: %s', (kind, secret, text, is) => {
    expect(isFound(text, secret, kind)).toBe(is);
  });

  it('forms that would be found in any text are not searched for', () => {
    // Without invisible characters, only two letters of this remain.
    expect(isFound('ab', '""a" \' "b""', 'password')).toBe(false);
    for (const secret of ['m@x.i', 'ab+++++']) {
      for (const { codes, minUnits } of formsOf(secret, 'email')) {
        expect(codes.length).toBeGreaterThanOrEqual(5);
        expect(minUnits).toBe(codes.length);
      }
    }
  });

  it('no more characters are needed than there are', () => {
    for (const kind of ['token', 'password', 'email'] as const) {
      for (const { codes, minUnits } of formsOf('a "secret" of+some%41 length', kind)) {
        expect(minUnits).toBeLessThanOrEqual(codes.length);
        expect(minUnits).toBe(kind === 'email' ? codes.length : Math.min(codes.length, minUnits));
      }
    }
  });
});
