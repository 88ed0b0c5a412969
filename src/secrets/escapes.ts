/** What is at a place of a text: a character written as an escape, or something without width. */
export interface Escape {
  /** The code point, or `DROPPED` if nothing of it remains. */
  readonly code: number;
  /** Its length, in UTF-16 units. */
  readonly length: number;
}

export const DROPPED = -1;

/** Returns the UTF-16 units of a text. */
export const codesOf = (text: string): number[] =>
  Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));

const NAMED: ReadonlyMap<string, number> = new Map(
  Object.entries({
    lt: '<',
    gt: '>',
    quot: '"',
    amp: '&',
    apos: "'",
    equals: '=',
    plus: '+',
    sol: '/',
    bsol: '\\',
    lowbar: '_',
    hyphen: '-',
    dash: '-',
    colon: ':',
    semi: ';',
    comma: ',',
    period: '.',
    commat: '@',
    num: '#',
    excl: '!',
    quest: '?',
    percnt: '%',
    dollar: '$',
    ast: '*',
    midast: '*',
    lpar: '(',
    rpar: ')',
    lsqb: '[',
    lbrack: '[',
    rsqb: ']',
    rbrack: ']',
    lcub: '{',
    lbrace: '{',
    rcub: '}',
    rbrace: '}',
    verbar: '|',
    vert: '|',
    hat: '^',
    grave: '`',
    tilde: '~',
  }).map(([name, char]) => [name, char.codePointAt(0) ?? 0]),
);

const INVISIBLE_NAMES: ReadonlySet<string> = new Set(
  'nbsp shy tab newline zwnj zwj lrm rlm ensp emsp thinsp hairsp zerowidthspace negativethinspace nobreak numsp puncsp mediumspace'.split(
    ' ',
  ),
);

/** A value that is not a digit in any base. */
const NOT_A_DIGIT = 99;

/** The longest entity name above, or number of an entity, in characters. */
const LONGEST_ENTITY = 18;

/** Returns the value of a hex (or octal) digit, or `NOT_A_DIGIT`. */
const digitOf = (code = 0): number => {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : NOT_A_DIGIT;
};

/** Returns the value of a number of digits, or -1 if one of them is not a digit. */
function numberAt(codes: Uint16Array, at: number, digits: number, base = 16): number {
  let value = 0;
  for (let i = at; i < at + digits; i += 1) {
    const digit = digitOf(codes[i]);
    if (digit >= base) return -1;
    value = value * base + digit;
  }
  return value;
}

/** Returns the number of hex digits from a place on, up to a limit. */
function hexRun(codes: Uint16Array, at: number, most: number): number {
  let length = 0;
  while (length < most && digitOf(codes[at + length]) !== NOT_A_DIGIT) length += 1;
  return length;
}

const isNewline = (code: number | undefined): boolean => code === 0x0a || code === 0x0d;

/** `\n`, `\r`, `\t`, `\b`, `\f`, `\v`: characters without width. */
const BLANK_ESCAPES: ReadonlySet<number> = new Set(codesOf('nrtbfv'));

const BACKSLASH = 0x5c;

/** Whether the hex digits after a backslash are followed by another escape, or by nothing. */
const isLast = (codes: Uint16Array, at: number, digits: number): boolean =>
  digits >= 2 && (codes[at + 1 + digits] ?? BACKSLASH) === BACKSLASH;

/** Reads a backslash, unless it precedes a tag, which is removed first. */
export const readBackslashUnlessTag = (codes: Uint16Array, at: number): Escape | undefined =>
  codes[at + 1] === 0x3c ? undefined : afterBackslash(codes, at);

/** Reads an escape of JSON, JavaScript, Python, C or CSS. */
function afterBackslash(codes: Uint16Array, at: number): Escape | undefined {
  const next = codes[at + 1];
  if (next === undefined) return undefined;
  if (next === 0x75 || next === 0x55) {
    if (codes[at + 2] === 0x7b) {
      const digits = hexRun(codes, at + 3, 6);
      if (digits > 0 && codes[at + 3 + digits] === 0x7d) {
        return { code: numberAt(codes, at + 3, digits), length: digits + 4 };
      }
    }
    const long = next === 0x55 ? numberAt(codes, at + 2, 8) : -1;
    if (long >= 0) return { code: long, length: 10 };
    const value = numberAt(codes, at + 2, 4);
    if (value >= 0) return { code: value, length: 6 };
  }
  if (next === 0x78) {
    const value = numberAt(codes, at + 2, 2);
    if (value >= 0) return { code: value, length: 4 };
  }
  const octal = numberAt(codes, at + 1, 3, 8);
  if (octal >= 0) return { code: octal, length: 4 };
  const digits = hexRun(codes, at + 1, 6);
  // CSS ends an escape of fewer than six digits with a space, which a previous reading may have removed.
  if (digits === 6 || (digits >= 2 && codes[at + 1 + digits] === 0x20) || isLast(codes, at, digits)) {
    return {
      code: numberAt(codes, at + 1, digits),
      length: 1 + digits + (codes[at + 1 + digits] === 0x20 ? 1 : 0),
    };
  }
  if (next === 0x0d && codes[at + 2] === 0x0a) return { code: DROPPED, length: 3 };
  if (isNewline(next) || BLANK_ESCAPES.has(next)) return { code: DROPPED, length: 2 };
  return { code: next, length: 2 };
}

/** Returns the number of bytes of a UTF-8 sequence, by its first byte. */
const sequenceLength = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1);

/** Reads a byte written as a sign and two hex digits, with the following ones that complete a UTF-8 character. */
function encodedBytes(codes: Uint16Array, at: number): Escape | undefined {
  const sign = codes[at];
  const lead = numberAt(codes, at + 1, 2);
  if (lead < 0) return undefined;
  const count = sequenceLength(lead);
  if (count === 1) return { code: lead, length: 3 };
  let code = lead & (0xff >> (count + 1));
  for (let i = 1; i < count; i += 1) {
    const byte = codes[at + 3 * i] === sign ? numberAt(codes, at + 3 * i + 1, 2) : -1;
    if (byte < 0x80 || byte > 0xbf) return { code: lead, length: 3 };
    code = code * 64 + (byte & 0x3f);
  }
  return { code, length: 3 * count };
}

/** Reads percent-encoding, and the old `%uXXXX`. */
function afterPercent(codes: Uint16Array, at: number): Escape | undefined {
  if (codes[at + 1] !== 0x75 && codes[at + 1] !== 0x55) return encodedBytes(codes, at);
  const value = numberAt(codes, at + 2, 4);
  return value < 0 ? undefined : { code: value, length: 6 };
}

const isWord = (code = 0): boolean =>
  (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a);

/** Reads an HTML or XML entity; as in browsers, a numeric one may lack its semicolon. */
function afterAmpersand(codes: Uint16Array, at: number): Escape | undefined {
  let end = at + 1;
  const isNumber = codes[end] === 0x23;
  if (isNumber) end += 1;
  const from = end;
  while (end - from < LONGEST_ENTITY && isWord(codes[end])) end += 1;
  const text = String.fromCharCode(...codes.subarray(from, end));
  const semicolon = codes[end] === 0x3b ? 1 : 0;
  if (!isNumber) {
    if (semicolon === 0) return undefined;
    const name = text.toLowerCase();
    const length = end + 1 - at;
    if (INVISIBLE_NAMES.has(name)) return { code: DROPPED, length };
    const code = NAMED.get(name);
    return code === undefined ? undefined : { code, length };
  }
  const [, hex, decimal] = /^(?:x([0-9a-f]{1,8})|(\d{1,9}))/i.exec(text) ?? [];
  const digits = hex ?? decimal;
  if (digits === undefined) return undefined;
  const whole = digits.length + (hex === undefined ? 0 : 1) === text.length;
  const code = Number.parseInt(digits, hex === undefined ? 10 : 16);
  const length = from - at + digits.length + (hex === undefined ? 0 : 1) + (whole ? semicolon : 0);
  return { code, length };
}

/** Reads quoted-printable: any byte may be written as two digits, and the sign may continue a line. */
export function readQuotedPrintable(codes: Uint16Array, at: number): Escape | undefined {
  const [next, then] = [codes[at + 1], codes[at + 2]];
  // A continued line inside JSON.
  if (next === BACKSLASH && (then === 0x72 || then === 0x6e)) return { code: DROPPED, length: 1 };
  if (next === 0x0d && then === 0x0a) return { code: DROPPED, length: 3 };
  if (next === 0x0a) return { code: DROPPED, length: 2 };
  return encodedBytes(codes, at);
}

/** The longest terminal sequence that is skipped as a whole, in UTF-16 units. */
const LONGEST_SEQUENCE = 256;

/** Reads a colour or another terminal sequence that is not displayed. */
function afterEscape(codes: Uint16Array, at: number): Escape {
  const kind = codes[at + 1];
  const most = Math.min(codes.length, at + LONGEST_SEQUENCE);
  if (kind === 0x5b) {
    for (let i = at + 2; i < most; i += 1) {
      const code = codes[i] ?? 0;
      if (code >= 0x40 && code <= 0x7e) return { code: DROPPED, length: i + 1 - at };
    }
  }
  if (kind === 0x5d) {
    for (let i = at + 2; i < most; i += 1) {
      if (codes[i] === 0x07) return { code: DROPPED, length: i + 1 - at };
      if (codes[i] === 0x1b && codes[i + 1] === 0x5c) return { code: DROPPED, length: i + 2 - at };
    }
  }
  return { code: DROPPED, length: 1 };
}

/** The longest tag that is skipped as a whole, in UTF-16 units. */
const LONGEST_TAG = 400;

/** Reads an HTML or XML tag or comment, which browsers do not display. */
export function readTag(codes: Uint16Array, at: number): Escape | undefined {
  const next = codes[at + 1];
  if (!isWord(next) && next !== 0x2f && next !== 0x21 && next !== 0x3f) return undefined;
  const most = Math.min(codes.length, at + LONGEST_TAG);
  for (let i = at + 1; i < most; i += 1) {
    if (codes[i] === 0x3e) return { code: DROPPED, length: i + 1 - at };
    if (codes[i] === 0x3c) return undefined;
  }
  return undefined;
}

/** Reads a terminal sequence, but keeps the address of a link that is displayed with another text. */
export const readTerminalLink = (codes: Uint16Array, at: number): Escape =>
  codes[at + 1] === 0x5d ? { code: DROPPED, length: 2 } : afterEscape(codes, at);

/** Maximum distance from a plus sign to a quotation mark, in UTF-16 units. */
const MARGIN = 80;

/** Reads a plus sign between two quotation marks, with which a program concatenates strings. */
export function readConcatenation(codes: Uint16Array, at: number): Escape | undefined {
  for (let i = at + 1; i < Math.min(codes.length, at + MARGIN); i += 1) {
    const code = codes[i] ?? 0;
    if (QUOTES.has(code)) return { code: DROPPED, length: 1 };
    if (code !== 0x20 && code !== 0x09 && code !== 0x5c && !isNewline(code)) return undefined;
  }
  return undefined;
}

/** Reads a space in an HTML form submission. */
export const readFormSpace = (): Escape => ({ code: 0x20, length: 1 });

/** Reads a full-width character as its ASCII counterpart. */
const fullWidth = (codes: Uint16Array, at: number): Escape => ({
  code: (codes[at] ?? 0) - 0xfee0,
  length: 1,
});

/** The readers of escapes, by their first character. */
export const ESCAPES: ReadonlyMap<number, (codes: Uint16Array, at: number) => Escape | undefined> = new Map([
  [0x5c, afterBackslash],
  [0x25, afterPercent],
  [0x26, afterAmpersand],
  [0x1b, afterEscape],
  ...Array.from({ length: 0x5e }, (_, i): [number, typeof fullWidth] => [0xff01 + i, fullWidth]),
]);

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

const QUOTES: ReadonlySet<number> = new Set(codesOf('"\'`'));

/**
 * Characters that are invisible, or that a report inserts between those of a text: white space, controls, combining
 * marks, quotation marks, and the margins of quotations and tables.
 */
export const FILLERS: ReadonlySet<number> = new Set([
  ...range(0x00, 0x1a),
  ...range(0x1c, 0x20),
  ...range(0x7f, 0xa0),
  0xad,
  ...range(0x300, 0x36f),
  0x61c,
  ...codesOf('\u115F\u1160\u1680\u17B4\u17B5'),
  ...range(0x180b, 0x180f),
  ...range(0x2000, 0x200f),
  ...range(0x2028, 0x202f),
  ...range(0x205f, 0x206f),
  ...codesOf('\u3000\u3164\uFFA0\uFEFF'),
  ...range(0xfe00, 0xfe0f),
  // Variation selectors and tags of the supplementary planes, both surrogates of each.
  0xdb40,
  ...range(0xdc00, 0xdfff),
  ...codesOf('"\'`|>\u2018\u2019\u201C\u201D'),
]);

/** Separators between the items of a list, which never occur in a token or in base64. */
export const LIST_SEPARATORS: ReadonlySet<number> = new Set(codesOf(',;[](){}*'));
