import {
  beforeTag,
  codesOf,
  DIVIDERS,
  DROPPED,
  ESCAPES,
  FILLERS,
  linkAt,
  plusAt,
  quotedAt,
  spaceAt,
  tagAt,
  type Escape,
} from './escapes.ts';

/**
 * A text as somebody could read it, with the place in the original text of each of its characters. UTF-16 units.
 */
export interface Reading {
  readonly codes: Uint16Array;
  /** Where each unit stands; left out where this is the original. Worked out only where something was found. */
  readonly places?: (() => Places) | undefined;
}

/** Where each unit of a reading begins and ends in the original text. */
export interface Places {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** The text as it is. */
export function asWritten(text: string): Reading {
  const bytes = Buffer.from(text, 'utf16le');
  return { codes: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) };
}

/** Where a stretch of a reading begins and ends in the original text. */
export function placeOf({ places }: Reading, from: number, to: number): { from: number; to: number } {
  const all = places?.();
  return all ? { from: all.from[from] ?? 0, to: all.to[to - 1] ?? 0 } : { from, to };
}

/** The parts of the original text that a stretch of a reading is made of: one, where nothing was left out between. */
export function piecesOf(reading: Reading, from: number, to: number): { from: number; to: number }[] {
  const places = reading.places?.();
  if (!places) return [{ from, to }];
  const pieces: { from: number; to: number }[] = [];
  for (let i = from; i < to; i += 1) {
    const [begin, end] = [places.from[i] ?? 0, places.to[i] ?? 0];
    const last = pieces.at(-1);
    if (last && begin <= last.to) last.to = Math.max(last.to, end);
    else pieces.push({ from: begin, to: end });
  }
  return pieces;
}

const ORDINARY = 0;
const FILLER = 1;
const ESCAPE = 2;

type EscapeReader = (codes: Uint16Array, at: number) => Escape | undefined;

/** What each unit of a text is, and how those that begin an escape are read. */
interface Rules {
  readonly kinds: Uint8Array;
  readonly escapes: ReadonlyMap<number, EscapeReader>;
}

function rulesOf(fillers: Iterable<number>, escapes: ReadonlyMap<number, EscapeReader>): Rules {
  const kinds = new Uint8Array(0x1_00_00);
  for (const code of fillers) kinds[code] = FILLER;
  for (const code of escapes.keys()) kinds[code] = ESCAPE;
  return { kinds, escapes };
}

const [ESC, PLUS, LESS_THAN, EQUALS, BACKSLASH] = [0x1b, 0x2b, 0x3c, 0x3d, 0x5c];

const RULES = {
  /** Escapes undone; words stay apart. */
  escapes: rulesOf([], ESCAPES),
  /** The same, of what a form of HTML sends. */
  form: rulesOf([], new Map<number, EscapeReader>([...ESCAPES, [PLUS, spaceAt]])),
  /** Escapes undone, and without what is not seen. */
  unescaped: rulesOf(FILLERS, ESCAPES),
  /** The same of quoted-printable, where every byte may be written as two digits. */
  quoted: rulesOf(FILLERS, new Map<number, EscapeReader>([...ESCAPES, [EQUALS, quotedAt]])),
  /** Without what divides the items of a list: what looks like a tag in a secret is none. */
  listed: rulesOf([...FILLERS, ...DIVIDERS], ESCAPES),
  /** The same without tags, and without what divides the pieces of a text. */
  loose: rulesOf(
    [...FILLERS, ...DIVIDERS],
    new Map<number, EscapeReader>([
      ...ESCAPES,
      [ESC, linkAt],
      [PLUS, plusAt],
      [LESS_THAN, tagAt],
      [EQUALS, quotedAt],
      [BACKSLASH, beforeTag],
    ]),
  ),
  /** The same where a sign of equality is that of a token, before its checksum. */
  tagless: rulesOf(
    [...FILLERS, ...DIVIDERS],
    new Map<number, EscapeReader>([
      ...ESCAPES,
      [ESC, linkAt],
      [PLUS, plusAt],
      [LESS_THAN, tagAt],
      [BACKSLASH, beforeTag],
    ]),
  ),
} as const;

export type ReadingKind = keyof typeof RULES;

const NO_PLACES: Places = { from: new Uint32Array(), to: new Uint32Array() };

/** Writes a reading, a unit at a time. */
class ReadingWriter {
  readonly #source: Uint16Array;
  readonly #rules: Rules;
  readonly #codes: Uint16Array;
  /** Where each unit stands in the source, where that is asked for. */
  readonly #places: Places | undefined;
  #length = 0;
  hasEscapes = false;

  constructor(source: Uint16Array, rules: Rules, withPlaces = false) {
    this.#source = source;
    this.#rules = rules;
    this.#codes = new Uint16Array(source.length);
    const places = (): Uint32Array => new Uint32Array(source.length);
    this.#places = withPlaces ? { from: places(), to: places() } : undefined;
    this.#read();
  }

  /** Goes through the source: each unit is taken over, left out, or read together with those after it. */
  #read(): void {
    const [codes, out, { kinds }] = [this.#source, this.#codes, this.#rules];
    const { length } = codes;
    let at = 0;
    let n = 0;
    while (at < length) {
      const code = codes[at] ?? 0;
      const kind = kinds[code];
      if (kind === ORDINARY) {
        out[n] = code;
        this.#note(n, at, at + 1);
        n += 1;
        at += 1;
      } else if (kind === FILLER) {
        at += 1;
      } else {
        this.#length = n;
        at += this.#escape(at);
        n = this.#length;
      }
    }
    this.#length = n;
  }

  #note(n: number, from: number, to: number): void {
    if (!this.#places) return;
    this.#places.from[n] = from;
    this.#places.to[n] = to;
  }

  #escape(at: number): number {
    const { kinds, escapes } = this.#rules;
    const found = escapes.get(this.#source[at] ?? 0)?.(this.#source, at);
    const { code, length } = found ?? { code: this.#source[at] ?? 0, length: 1 };
    if (found) this.hasEscapes = true;
    const unit = (value: number): void => {
      // An escaped filler is one as well.
      if (kinds[value] === FILLER) return;
      this.#codes[this.#length] = value;
      this.#note(this.#length, at, at + length);
      this.#length += 1;
    };
    if (code === DROPPED) return length;
    if (code <= 0xff_ff) unit(code);
    else if (code <= 0x10_ff_ff) {
      unit(0xd8_00 + ((code - 0x1_00_00) >> 10));
      // The second half belongs to the same escape; it takes at least six units, so that there is room.
      unit(0xdc_00 + (code & 0x3_ff));
    }
    return length;
  }

  get codes(): Uint16Array {
    return this.#codes.subarray(0, this.#length);
  }

  /** Where the units stand in the original of the source. */
  placesIn(source: Reading): Places {
    const { from, to } = this.#places ?? NO_PLACES;
    const [begins, ends] = [from.subarray(0, this.#length), to.subarray(0, this.#length)];
    const before = source.places?.();
    if (!before) return { from: begins, to: ends };
    return {
      from: begins.map((at) => before.from[at] ?? 0),
      to: ends.map((at) => before.to[at - 1] ?? 0),
    };
  }
}

/** A value that is worked out once, when it is first asked for. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** A text is escaped no more often than this: JSON in JSON in a URL in HTML is four times. */
const DEEPEST = 5;

/**
 * A text without what is not seen, with its escapes undone: once, and again as long as there is something to undo.
 * Nothing where that would be the text itself.
 */
export function unescapedReadings(source: Reading, kind: ReadingKind): Reading[] {
  const rules = RULES[kind];
  const readings: Reading[] = [];
  let from = source;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const before = from;
    const writer = new ReadingWriter(before.codes, rules);
    const { codes } = writer;
    if (!writer.hasEscapes && codes.length === before.codes.length) break;
    const places = once(() => new ReadingWriter(before.codes, rules, true).placesIn(before));
    from = { codes, places };
    readings.push(from);
    if (!writer.hasEscapes) break;
  }
  return readings;
}

/** Whether a text has tags or lists, so that the loose reading differs from the other. */
export function hasLooseParts(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- links of a terminal
  return /<[a-z/!?]|=[\da-f]{2}|[,;*[({+\u001B]/i.test(text);
}

const OTHER = 0;
const DIGIT = 1;
const HEX_LETTER = 2;
const X = 3;
const BETWEEN = 4;

const each = (chars: string, kind: number): [number, number][] => codesOf(chars).map((code) => [code, kind]);

/** What a unit is in a list of bytes. */
const IN_LIST = new Uint8Array(0x1_00_00);
for (const [code, kind] of [
  ...each('0123456789', DIGIT),
  ...each('abcdefABCDEF', HEX_LETTER),
  ...each('xX', X),
  ...each(' \t\r\n,;:.-[](){}"\'`|_+/\\', BETWEEN),
]) {
  IN_LIST[code] = kind;
}

/** Shorter lists hold no more than a word. */
const LEAST_BYTES = 5;

/** The longest number of a list: `0x41`. */
const LONGEST_NUMBER = 4;

/** The place behind backslashes, and behind the letter after them that makes them a line break or a tab of JSON. */
function afterLineBreak(codes: Uint16Array, at: number): number {
  let end = at;
  while (codes[end] === BACKSLASH) end += 1;
  const next = codes[end];
  return next === 0x6e || next === 0x72 || next === 0x74 ? end + 1 : end;
}

/** The numbers of the lists in a text: where each begins and ends, in turn. */
function numbersOf({ codes }: Reading): number[] {
  const numbers: number[] = [];
  // Where the list that is being read begins among them: one that is too short is taken out again.
  let begin = 0;
  const { length } = codes;
  let at = 0;
  while (at < length) {
    if (codes[at] === BACKSLASH) {
      at = afterLineBreak(codes, at);
      continue;
    }
    const from = at;
    let kind: number = OTHER;
    while (at < length) {
      kind = IN_LIST[codes[at] ?? 0] ?? OTHER;
      if (kind === OTHER || kind === BETWEEN) break;
      at += 1;
    }
    const size = at - from;
    if (size > 0 && size <= LONGEST_NUMBER && kind !== OTHER) numbers.push(from, at);
    else if (size > 0 || kind === OTHER) {
      if (numbers.length - begin < 2 * LEAST_BYTES) numbers.length = begin;
      begin = numbers.length;
      // The rest of a word is no number either.
      while (at < length && IN_LIST[codes[at] ?? 0] !== BETWEEN) at += 1;
    }
    // What begins with a backslash is looked at as a whole: a line break may be between two numbers as well.
    if (codes[at] !== BACKSLASH) at += 1;
  }
  if (numbers.length - begin < 2 * LEAST_BYTES) numbers.length = begin;
  return numbers;
}

const BASES: readonly { readonly pattern: RegExp; readonly base: number }[] = [
  { pattern: /^\d{1,3}$/, base: 10 },
  { pattern: /^(?:0x)?[0-9a-f]{2}$/i, base: 16 },
];

/** Which numbers of a list are bytes: all, or in JSON of a typed array each second one. */
const CHOICES: readonly ((at: number) => boolean)[] = [
  () => true,
  (at) => at % 2 === 1,
  (at) => at % 2 === 0,
];

/** Whether a number has a sign before it, as a byte of Java: a hyphen between two numbers is none. */
const isNegative = (codes: Uint16Array, at: number): boolean =>
  codes[at - 1] === 0x2d && IN_LIST[codes[at - 2] ?? 0] !== DIGIT;

/** Lists of bytes, decimal or hexadecimal, as the text that they spell. */
export function byteListReadings(source: Reading): Reading[] {
  const numbers = numbersOf(source);
  if (numbers.length === 0) return [];
  return BASES.flatMap(({ pattern, base }) =>
    CHOICES.map((isChosen) => {
      const [values, begins, ends]: [number[], number[], number[]] = [[], [], []];
      for (let i = 0; i < numbers.length; i += 2) {
        const [from = 0, to = 0] = [numbers[i], numbers[i + 1]];
        const text = isChosen(i / 2) ? String.fromCharCode(...source.codes.subarray(from, to)) : '';
        const value = pattern.test(text) ? Number.parseInt(text, base) : 0;
        if (value <= 0 || value > 0xff) continue;
        values.push(base === 10 && isNegative(source.codes, from) ? 0x1_00 - value : value);
        begins.push(placeOf(source, from, to).from);
        ends.push(placeOf(source, from, to).to);
      }
      const places = { from: Uint32Array.from(begins), to: Uint32Array.from(ends) };
      return { codes: Uint16Array.from(values), places: () => places };
    }),
  );
}

/** Number of bytes of a character of UTF-8, by its first one; 0 where that is none. */
const utf8Length = (lead: number): number =>
  lead < 0xc2 || lead > 0xf4 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

/** A reading whose units are bytes, with the bytes of a character of UTF-8 put together. */
export function utf8Reading(source: Reading): Reading {
  const { codes } = source;
  const [out, begins, ends]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < codes.length;) {
    const count = utf8Length(codes[at] ?? 0);
    const isWhole =
      count > 0 && codes.subarray(at + 1, at + count).every((byte) => byte >= 0x80 && byte <= 0xbf);
    const length = isWhole && at + count <= codes.length ? count : 1;
    const text = length > 1 ? Buffer.from(codes.subarray(at, at + length)).toString('utf8') : undefined;
    const place = placeOf(source, at, at + length);
    for (const code of text === undefined ? [codes[at] ?? 0] : codesOf(text)) {
      out.push(code);
      begins.push(place.from);
      ends.push(place.to);
    }
    at += length;
  }
  const places = { from: Uint32Array.from(begins), to: Uint32Array.from(ends) };
  return { codes: Uint16Array.from(out), places: () => places };
}
