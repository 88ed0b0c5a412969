import {
  readBackslashUnlessTag,
  codesOf,
  LIST_SEPARATORS,
  DROPPED,
  ESCAPES,
  FILLERS,
  readTerminalLink,
  readConcatenation,
  readQuotedPrintable,
  readFormSpace,
  readTag,
  type Escape,
} from './escapes.ts';

/** One way to read a text, as UTF-16 units, with the place of each unit in the original text. */
export interface Reading {
  readonly codes: Uint16Array;
  /** Returns the places of the units; undefined for the original. Computed only if something was found. */
  readonly places?: (() => Places) | undefined;
}

/** Where each unit of a reading starts and ends in the original text. */
export interface Places {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
}

/** Returns the original text as a reading. */
export function originalReading(text: string): Reading {
  const bytes = Buffer.from(text, 'utf16le');
  return { codes: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) };
}

/** Returns where a range of a reading starts and ends in the original text. */
export function placeOf({ places }: Reading, from: number, to: number): { from: number; to: number } {
  const all = places?.();
  return all ? { from: all.from[from] ?? 0, to: all.to[to - 1] ?? 0 } : { from, to };
}

/**
 * Returns the parts of the original text that a range of a reading consists of: one, unless something was left out in
 * between.
 */
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

/** The kind of each unit of a text, and the readers of escapes. */
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

/** The readers of escapes where tags and separators between the pieces of a text are left out. */
const TAGLESS: ReadonlyMap<number, EscapeReader> = new Map<number, EscapeReader>([
  ...ESCAPES,
  [ESC, readTerminalLink],
  [PLUS, readConcatenation],
  [LESS_THAN, readTag],
  [BACKSLASH, readBackslashUnlessTag],
]);

const RULES = {
  /** Escapes are decoded; words stay separate. */
  escapes: rulesOf([], ESCAPES),
  /** The same for HTML form submissions. */
  form: rulesOf([], new Map<number, EscapeReader>([...ESCAPES, [PLUS, readFormSpace]])),
  /** Escapes are decoded, and invisible characters left out. */
  unescaped: rulesOf(FILLERS, ESCAPES),
  /** The same for quoted-printable, where any byte may be written as two digits. */
  quoted: rulesOf(FILLERS, new Map<number, EscapeReader>([...ESCAPES, [EQUALS, readQuotedPrintable]])),
  /** Also without list separators; tags stay, because a secret may look like one. */
  listed: rulesOf([...FILLERS, ...LIST_SEPARATORS], ESCAPES),
  /** Also without tags, and without what separates the pieces of a text. */
  loose: rulesOf(
    [...FILLERS, ...LIST_SEPARATORS],
    new Map<number, EscapeReader>([...TAGLESS, [EQUALS, readQuotedPrintable]]),
  ),
  /** The same, except that an equals sign is that of a token, before its checksum. */
  tagless: rulesOf([...FILLERS, ...LIST_SEPARATORS], TAGLESS),
} as const;

export type ReadingKind = keyof typeof RULES;

const NO_PLACES: Places = { from: new Uint32Array(), to: new Uint32Array() };

/** Writes a reading, unit by unit. */
class ReadingWriter {
  readonly #source: Uint16Array;
  readonly #rules: Rules;
  readonly #codes: Uint16Array;
  /** Where each unit is in the source, if requested. */
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

  /** Reads the source: each unit is copied, left out, or decoded together with those after it. */
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
        this.#setPlace(n, at, at + 1);
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

  #setPlace(n: number, from: number, to: number): void {
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
      // An escaped filler is a filler too.
      if (kinds[value] === FILLER) return;
      this.#codes[this.#length] = value;
      this.#setPlace(this.#length, at, at + length);
      this.#length += 1;
    };
    if (code === DROPPED) return length;
    if (code <= 0xff_ff) unit(code);
    else if (code <= 0x10_ff_ff) {
      unit(0xd8_00 + ((code - 0x1_00_00) >> 10));
      // The second surrogate belongs to the same escape, whose at least six units leave room for it.
      unit(0xdc_00 + (code & 0x3_ff));
    }
    return length;
  }

  get codes(): Uint16Array {
    return this.#codes.subarray(0, this.#length);
  }

  /** Returns where the units are in the original of the source. */
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

/** Returns a function that computes a value once, when it is first called. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Maximum number of nested escapes: JSON in JSON in a URL in HTML is four. */
const MAX_DEPTH = 5;

/**
 * Returns a text without invisible characters and with its escapes decoded: once, and again as long as escapes
 * remain. Empty if that is the text itself.
 */
export function unescapedReadings(source: Reading, kind: ReadingKind): Reading[] {
  const rules = RULES[kind];
  const readings: Reading[] = [];
  let from = source;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
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

/** Whether a text has tags or lists, so that the loose reading differs from the others. */
export function hasTagsOrLists(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- links of a terminal
  return /<[a-z/!?]|=[\da-f]{2}|[,;*[({+\u001B]/i.test(text);
}

const OTHER = 0;
const DIGIT = 1;
const HEX_LETTER = 2;
const X = 3;
const SEPARATOR = 4;

const unitsOf = (chars: string, kind: number): [number, number][] =>
  codesOf(chars).map((code) => [code, kind]);

/** The kind of a unit in a list of bytes. */
const LIST_KINDS = new Uint8Array(0x1_00_00);
for (const [code, kind] of [
  ...unitsOf('0123456789', DIGIT),
  ...unitsOf('abcdefABCDEF', HEX_LETTER),
  ...unitsOf('xX', X),
  ...unitsOf(' \t\r\n,;:.-[](){}"\'`|_+/\\', SEPARATOR),
]) {
  LIST_KINDS[code] = kind;
}

/** Minimum number of bytes in a list: shorter lists hold no more than a word. */
const MIN_BYTES = 5;

/** The longest number in a list, in characters: `0x41`. */
const LONGEST_NUMBER = 4;

/** Returns the place after backslashes, and after the letter that makes them a line break or a tab in JSON. */
function afterLineBreak(codes: Uint16Array, at: number): number {
  let end = at;
  while (codes[end] === BACKSLASH) end += 1;
  const next = codes[end];
  return next === 0x6e || next === 0x72 || next === 0x74 ? end + 1 : end;
}

/** Returns where the numbers of the lists in a text start and end, alternately. */
function numbersOf({ codes }: Reading): number[] {
  const numbers: number[] = [];
  // Where the current list starts; a list that is too short is removed again.
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
      kind = LIST_KINDS[codes[at] ?? 0] ?? OTHER;
      if (kind === OTHER || kind === SEPARATOR) break;
      at += 1;
    }
    const size = at - from;
    if (size > 0 && size <= LONGEST_NUMBER && kind !== OTHER) numbers.push(from, at);
    else if (size > 0 || kind === OTHER) {
      if (numbers.length - begin < 2 * MIN_BYTES) numbers.length = begin;
      begin = numbers.length;
      // The rest of a word is not a number either.
      while (at < length && LIST_KINDS[codes[at] ?? 0] !== SEPARATOR) at += 1;
    }
    // A backslash is read with its letter, because a line break may also separate numbers.
    if (codes[at] !== BACKSLASH) at += 1;
  }
  if (numbers.length - begin < 2 * MIN_BYTES) numbers.length = begin;
  return numbers;
}

const BASES: readonly { readonly pattern: RegExp; readonly base: number }[] = [
  { pattern: /^\d{1,3}$/, base: 10 },
  { pattern: /^(?:0x)?[0-9a-f]{2}$/i, base: 16 },
];

/** Which numbers of a list are bytes: all of them or, in JSON of a typed array, every second one. */
const SELECTIONS: readonly ((at: number) => boolean)[] = [
  () => true,
  (at) => at % 2 === 1,
  (at) => at % 2 === 0,
];

/** Whether a number is negative, like a byte in Java; a hyphen between two numbers is not a sign. */
const isNegative = (codes: Uint16Array, at: number): boolean =>
  codes[at - 1] === 0x2d && LIST_KINDS[codes[at - 2] ?? 0] !== DIGIT;

/** Returns what lists of decimal or hexadecimal bytes spell. */
export function byteListReadings(source: Reading): Reading[] {
  const numbers = numbersOf(source);
  if (numbers.length === 0) return [];
  return BASES.flatMap(({ pattern, base }) =>
    SELECTIONS.map((isSelected) => {
      const [values, begins, ends]: [number[], number[], number[]] = [[], [], []];
      for (let i = 0; i < numbers.length; i += 2) {
        const [from = 0, to = 0] = [numbers[i], numbers[i + 1]];
        const text = isSelected(i / 2) ? String.fromCharCode(...source.codes.subarray(from, to)) : '';
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

/** Returns the number of bytes of a UTF-8 character, by its first byte; 0 if that starts none. */
const utf8Length = (lead: number): number =>
  lead < 0xc2 || lead > 0xf4 ? 0 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;

/** Decodes the UTF-8 characters in a reading whose units are bytes. */
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
