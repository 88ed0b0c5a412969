import type { Reading } from './readings.ts';
import { MIN_SECRET_LENGTH, WINDOW, formsOf, type SecretForm } from './secret-forms.ts';

/** A secret found in a reading, and its range of units. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

/** The multiplier of Fibonacci hashing. */
const GOLDEN = 0x9e_37_79_b1;

/** Maps units that count as the same: upper and lower case, and the two base64 alphabets. */
const FOLD = Uint16Array.from({ length: 0x1_00_00 }, (_, code) => code);
for (let code = 0x41; code <= 0x5a; code += 1) FOLD[code] = code | 0x20;
FOLD[0x2d] = 0x2b;
FOLD[0x5f] = 0x2f;

const folded = (codes: Uint16Array): Uint16Array => codes.map((code) => FOLD[code] ?? 0);

const textOf = (codes: Uint16Array): string =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le');

/** Index outside a text, where there is no unit. */
const OUTSIDE = -1;

/** Whether a range of a text equals a range of a folded text. The second range must exist. */
function isSame(a: Uint16Array, at: number, b: Uint16Array, bAt: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (FOLD[a[at + i] ?? OUTSIDE] !== b[bAt + i]) return false;
  return true;
}

/** A folded text to search for. */
interface Secret {
  readonly codes: Uint16Array;
  readonly label: string;
  /** Number of consecutive units that reveal it. */
  readonly minUnits: number;
}

/** Reports a gram: the place in the text, the secret, and the place in the secret. */
type Report = (at: number, secret: Secret, within: number) => void;

/** Size of the filter, in bits of the slot number: it fits a processor's cache. */
const FILTER_BITS = 19;

/**
 * Short pieces of the texts to search for. Only every `step`-th place of a text is inspected: anything of at least
 * `length + step - 1` units has a piece at such a place, wherever it starts.
 */
class Grams {
  readonly length: number;
  readonly step: number;
  readonly #filter = new Uint32Array(2 ** (FILTER_BITS - 5));
  /** First gram by hash; `#next` chains grams with the same hash, and the other lists say what each belongs to. */
  readonly #first = new Map<number, number>();
  readonly #next: number[] = [];
  readonly #secrets: Secret[] = [];
  readonly #places: number[] = [];
  readonly #powers: Int32Array;

  constructor(length: number, step: number) {
    this.length = length;
    this.step = step;
    // Stryker disable next-line all: a hash affects how fast something is found, not what
    this.#powers = Int32Array.from({ length }, (_, i) => Math.imul(GOLDEN, 2 * i + 1) ^ (GOLDEN >>> i));
  }

  // Stryker disable all: a hash affects how fast something is found, not what
  #hash(codes: Uint16Array, at: number): number {
    const powers = this.#powers;
    let hash = 0;
    for (let i = 0; i < powers.length; i += 1) {
      hash = (hash + Math.imul(FOLD[codes[at + i] ?? 0] ?? 0, powers[i] ?? 0)) | 0;
    }
    return Math.imul(hash ^ (hash >>> 15), GOLDEN);
  }
  // Stryker restore all

  add(secret: Secret, at: number): void {
    const hash = this.#hash(secret.codes, at);
    this.#next.push(this.#first.get(hash) ?? -1);
    this.#first.set(hash, this.#secrets.length);
    this.#secrets.push(secret);
    this.#places.push(at);
    const slot = hash >>> (32 - FILTER_BITS);
    this.#filter[slot >>> 5] = (this.#filter[slot >>> 5] ?? 0) | (1 << (slot & 31));
  }

  #report(codes: Uint16Array, at: number, hash: number, found: Report): void {
    for (let i = this.#first.get(hash) ?? -1; i >= 0; i = this.#next[i] ?? -1) {
      const [secret, within = 0] = [this.#secrets[i], this.#places[i]];
      if (secret && isSame(codes, at, secret.codes, within, this.length)) found(at, secret, within);
    }
  }

  /** Reports each piece at one of the inspected places. */
  search(codes: Uint16Array, found: Report): void {
    if (this.#secrets.length === 0) return;
    const filter = this.#filter;
    const last = codes.length - this.length;
    for (let at = 0; at <= last; at += this.step) {
      const hash = this.#hash(codes, at);
      const slot = hash >>> (32 - FILTER_BITS);
      if (((filter[slot >>> 5] ?? 0) & (1 << (slot & 31))) !== 0) this.#report(codes, at, hash, found);
    }
  }
}

/** Prefixes that are the same for everyone: of a user's token, an Admin API key, and other products' keys. */
const PUBLIC_PREFIXES = ['ATATT3xFfGF0', 'ATCTT3xFfGF0', 'ATBTT3xFfGF0', 'ATSTT3xFfGF0'] as const;

/** Forms of those prefixes: finding part of one reveals nothing. */
const PUBLIC = PUBLIC_PREFIXES.flatMap((start) =>
  formsOf(start, 'password').map(({ codes }) => textOf(folded(codes))),
);

const LONGEST_PUBLIC = Math.max(...PUBLIC.map(({ length }) => length));

/**
 * Number of characters after a prefix that may match by chance: in base64 the first also holds bits of the prefix,
 * and the last only few of the next character.
 */
const BY_CHANCE = 3;

/** Whether only the end of such a prefix was found, and up to `BY_CHANCE` characters that follow it. */
const isPublic = (codes: Uint16Array): boolean => {
  // A longer match reveals more, and could be as long as the text.
  if (codes.length > LONGEST_PUBLIC + BY_CHANCE) return false;
  const text = textOf(folded(codes));
  return PUBLIC.some(
    (start) =>
      start.includes(text) ||
      Array.from({ length: BY_CHANCE }, (_, i) => text.slice(0, -1 - i)).some((head) => start.endsWith(head)),
  );
};

const STEP = 8;

/** Finds secrets in readings, in time that depends only on the length of the text, not on the number of secrets. */
export class SecretIndex {
  readonly #long = new Grams(WINDOW - STEP + 1, STEP);
  readonly #short = new Grams(MIN_SECRET_LENGTH - 1, 2);
  readonly #known = new Set<string>();

  /** @param label the text that replaces the secret */
  add({ codes: written, minUnits }: SecretForm, label: string): void {
    const codes = folded(written);
    const key = `${minUnits} ${textOf(codes)}`;
    if (this.#known.has(key) || codes.length < MIN_SECRET_LENGTH) return;
    this.#known.add(key);
    const secret = { codes, label, minUnits };
    const grams = codes.length >= WINDOW ? this.#long : this.#short;
    // If only the whole text counts, the grams at its start are enough.
    const last = minUnits < codes.length ? codes.length - grams.length : grams.step - 1;
    for (let at = 0; at <= last; at += 1) grams.add(secret, at);
  }

  /** Returns every range of a reading that reveals a secret; overlapping ranges of one secret are merged. */
  find({ codes }: Reading): Finding[] {
    const found: { from: number; to: number; label: string }[] = [];
    // The last range of each text: its next pieces are within that range.
    const ends = new Map<Secret, { shift: number; to: number }>();
    const report: Report = (at, secret, within) => {
      const { label } = secret;
      if (secret.minUnits === secret.codes.length) {
        const from = at - within;
        const { length } = secret.codes;
        if (isSame(codes, from, secret.codes, 0, length)) found.push({ from, to: from + length, label });
        return;
      }
      const end = ends.get(secret);
      if (end && end.shift === at - within && at < end.to) return;
      const { from, to } = extent(codes, at, secret.codes, within);
      ends.set(secret, { shift: at - within, to });
      if (to - from >= secret.minUnits && !isPublic(codes.subarray(from, to)))
        found.push({ from, to, label });
    };
    this.#long.search(codes, report);
    this.#short.search(codes, report);
    return found;
  }
}

/** Returns how far a text and a secret are equal, in both directions from a place in each. */
function extent(
  codes: Uint16Array,
  at: number,
  secret: Uint16Array,
  within: number,
): { from: number; to: number } {
  let back = 0;
  while (within > back && FOLD[codes[at - back - 1] ?? OUTSIDE] === secret[within - back - 1]) back += 1;
  let on = 0;
  while (within + on < secret.length && FOLD[codes[at + on] ?? OUTSIDE] === secret[within + on]) on += 1;
  return { from: at - back, to: at + on };
}
