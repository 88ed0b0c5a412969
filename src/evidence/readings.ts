import { codesOf, DIVIDERS, DROPPED, ESCAPES, FILLERS, tagAt, type Escape } from './escapes.ts';

/**
 * A text as somebody could read it, with the place in the original text of each of its characters. UTF-16 units.
 */
export interface Reading {
  readonly codes: Uint16Array;
  /** Where each unit begins and ends in the original; left out where this is the original. */
  readonly places?: { readonly from: Uint32Array; readonly to: Uint32Array } | undefined;
}

/** The text as it is. */
export function asWritten(text: string): Reading {
  const bytes = Buffer.from(text, 'utf16le');
  return { codes: new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2) };
}

/** Where a stretch of a reading begins and ends in the original text. */
export function placeOf({ places }: Reading, from: number, to: number): { from: number; to: number } {
  return places ? { from: places.from[from] ?? 0, to: places.to[to - 1] ?? 0 } : { from, to };
}

/** Whether a stretch of a reading is one of the original, too: nothing was left out between its characters. */
export function isSolid({ places }: Reading, from: number, to: number): boolean {
  if (!places) return true;
  for (let i = from + 1; i < to; i += 1) if (places.from[i] !== places.to[i - 1]) return false;
  return true;
}

const ORDINARY = 0;
const FILLER = 1;
const ESCAPE = 2;

type Kinds = Uint8Array;

function kindsOf(fillers: Iterable<number>, escapes: Iterable<number>): Kinds {
  const kinds = new Uint8Array(0x1_00_00);
  for (const code of fillers) kinds[code] = FILLER;
  for (const code of escapes) kinds[code] = ESCAPE;
  return kinds;
}

const LESS_THAN = 0x3c;

const KINDS = {
  /** Escapes undone; words stay apart. */
  escapes: kindsOf([], ESCAPES.keys()),
  /** Escapes undone, and without what is not seen. */
  unescaped: kindsOf(FILLERS, ESCAPES.keys()),
  /** The same without tags, and without what divides the items of a list. */
  loose: kindsOf([...FILLERS, ...DIVIDERS], [...ESCAPES.keys(), LESS_THAN]),
} as const;

export type ReadingKind = keyof typeof KINDS;

const escapeAt = (codes: Uint16Array, at: number): Escape | undefined => {
  const code = codes[at] ?? 0;
  return code === LESS_THAN ? tagAt(codes, at) : ESCAPES.get(code)?.(codes, at);
};

/** Writes a reading, a unit at a time. */
class ReadingWriter {
  readonly #source: Reading;
  readonly #codes: Uint16Array;
  readonly #from: Uint32Array;
  readonly #to: Uint32Array;
  #length = 0;
  escapes = 0;

  constructor(source: Reading) {
    this.#source = source;
    const { length } = source.codes;
    this.#codes = new Uint16Array(length);
    this.#from = new Uint32Array(length);
    this.#to = new Uint32Array(length);
  }

  /** Goes through the source: each unit is taken over, left out, or read together with those after it. */
  read(kinds: Kinds): void {
    const { codes, places } = this.#source;
    const [out, from, to] = [this.#codes, this.#from, this.#to];
    const { length } = codes;
    let at = 0;
    let n = 0;
    while (at < length) {
      const code = codes[at] ?? 0;
      const kind = kinds[code];
      if (kind === ORDINARY) {
        out[n] = code;
        from[n] = places ? (places.from[at] ?? 0) : at;
        to[n] = places ? (places.to[at] ?? 0) : at + 1;
        n += 1;
        at += 1;
      } else if (kind === FILLER) {
        at += 1;
      } else {
        this.#length = n;
        at += this.#escape(at, kinds);
        n = this.#length;
      }
    }
    this.#length = n;
  }

  #escape(at: number, kinds: Kinds): number {
    const { codes, places } = this.#source;
    const found = escapeAt(codes, at);
    const { code, length } = found ?? { code: codes[at] ?? 0, length: 1 };
    if (found) this.escapes += 1;
    const last = at + length - 1;
    const unit = (value: number): void => {
      // An escaped filler is one as well.
      if (kinds[value] === FILLER && found) return;
      this.#codes[this.#length] = value;
      this.#from[this.#length] = places ? (places.from[at] ?? 0) : at;
      this.#to[this.#length] = places ? (places.to[last] ?? 0) : last + 1;
      this.#length += 1;
    };
    if (code === DROPPED) return length;
    if (code <= 0xff_ff) unit(code);
    else if (code <= 0x10_ff_ff) {
      unit(0xd8_00 + ((code - 0x1_00_00) >> 10));
      // The second half belongs to the same escape; it takes at least six units, so that there is room.
      unit(0xdc_00 + ((code - 0x1_00_00) & 0x3_ff));
    }
    return length;
  }

  get reading(): Reading {
    const end = this.#length;
    return {
      codes: this.#codes.subarray(0, end),
      places: { from: this.#from.subarray(0, end), to: this.#to.subarray(0, end) },
    };
  }
}

/** A text is escaped no more often than this: JSON in JSON in a URL in HTML is four times. */
const DEEPEST = 5;

/**
 * A text without what is not seen, with its escapes undone: once, and again as long as there is something to undo.
 */
export function unescapedReadings(source: Reading, kind: ReadingKind): Reading[] {
  const readings: Reading[] = [];
  let from = source;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const writer = new ReadingWriter(from);
    writer.read(KINDS[kind]);
    from = writer.reading;
    readings.push(from);
    if (writer.escapes === 0) break;
  }
  return readings;
}

/** Whether a text has tags or lists, so that the loose reading differs from the other. */
export function hasLooseParts(text: string): boolean {
  return /<[a-z/!?]|[,;*[({]/i.test(text);
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
const LEAST_BYTES = 8;

/** The longest number of a list: `0x41`. */
const LONGEST_NUMBER = 4;

/** The numbers of the lists in a text: where each begins and ends, in turn. */
function numbersOf({ codes }: Reading): number[] {
  const numbers: number[] = [];
  let run: number[] = [];
  const { length } = codes;
  let at = 0;
  while (at < length) {
    const from = at;
    let kind: number = OTHER;
    while (at < length) {
      kind = IN_LIST[codes[at] ?? 0] ?? OTHER;
      if (kind === OTHER || kind === BETWEEN) break;
      at += 1;
    }
    const size = at - from;
    if (size > 0 && size <= LONGEST_NUMBER && kind !== OTHER) run.push(from, at);
    else if (size > 0 || kind === OTHER) {
      if (run.length >= 2 * LEAST_BYTES) numbers.push(...run);
      if (run.length > 0) run = [];
      // The rest of a word is no number either.
      while (at < length && IN_LIST[codes[at] ?? 0] !== BETWEEN) at += 1;
    }
    at += 1;
  }
  return run.length >= 2 * LEAST_BYTES ? [...numbers, ...run] : numbers;
}

const BASES: readonly { readonly pattern: RegExp; readonly base: number }[] = [
  { pattern: /^\d{1,3}$/, base: 10 },
  { pattern: /^(?:0x)?[0-9a-f]{2}$/i, base: 16 },
];

/** Lists of bytes, decimal or hexadecimal, as the text that they spell. */
export function byteListReadings(source: Reading): Reading[] {
  const numbers = numbersOf(source);
  if (numbers.length === 0) return [];
  return BASES.map(({ pattern, base }) => {
    const [values, begins, ends]: [number[], number[], number[]] = [[], [], []];
    for (let i = 0; i < numbers.length; i += 2) {
      const [from = 0, to = 0] = [numbers[i], numbers[i + 1]];
      const text = String.fromCharCode(...source.codes.subarray(from, to));
      const value = pattern.test(text) ? Number.parseInt(text, base) : 0;
      if (value <= 0 || value > 0xff) continue;
      values.push(value);
      begins.push(placeOf(source, from, to).from);
      ends.push(placeOf(source, from, to).to);
    }
    const places = { from: Uint32Array.from(begins), to: Uint32Array.from(ends) };
    return { codes: Uint16Array.from(values), places };
  });
}
