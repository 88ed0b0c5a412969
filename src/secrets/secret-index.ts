import type { Reading } from './readings.ts';
import { MIN_SECRET_LENGTH, WINDOW, formsOf, type SecretForm } from './secret-forms.ts';

/** A secret that was found in a reading: its units from one place up to another. */
export interface Finding {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

const GOLDEN = 0x9e_37_79_b1;

/** Letter case makes no difference, nor which of the two alphabets of base64 it is. */
const FOLD = Uint16Array.from({ length: 0x1_00_00 }, (_, code) => code);
for (let code = 0x41; code <= 0x5a; code += 1) FOLD[code] = code | 0x20;
FOLD[0x2d] = 0x2b;
FOLD[0x5f] = 0x2f;

const folded = (codes: Uint16Array): Uint16Array => codes.map((code) => FOLD[code] ?? 0);

const textOf = (codes: Uint16Array): string =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le');

/** What stands outside of a text, which is the same as no character. */
const OUTSIDE = -1;

/** Whether some units of two texts are the same. The second is folded already, and has them all. */
function isSame(a: Uint16Array, at: number, b: Uint16Array, bAt: number, length: number): boolean {
  for (let i = 0; i < length; i += 1) if (FOLD[a[at + i] ?? OUTSIDE] !== b[bAt + i]) return false;
  return true;
}

/** A folded text that is looked for. */
interface Secret {
  readonly codes: Uint16Array;
  readonly label: string;
  /** Number of its units in a row that count. */
  readonly least: number;
}

/** Where a gram was found: the place in the text, the secret, and the place in that. */
type Found = (at: number, secret: Secret, within: number) => void;

/** Size of the filter in bits of a slot's number: it stays in a processor's cache. */
const FILTER_BITS = 19;

/**
 * Short pieces of the texts that are looked for. Only every `step`-th place of a text is looked at: whatever is at
 * least `length + step - 1` long has a piece there, wherever it begins.
 */
class Grams {
  readonly length: number;
  readonly step: number;
  readonly #filter = new Uint32Array(2 ** (FILTER_BITS - 5));
  /** By hash, the number of the first gram that has it; then the next one with the same, and what each is of. */
  readonly #first = new Map<number, number>();
  readonly #next: number[] = [];
  readonly #secrets: Secret[] = [];
  readonly #places: number[] = [];
  readonly #powers: Int32Array;

  constructor(length: number, step: number) {
    this.length = length;
    this.step = step;
    // Stryker disable next-line all: a hash decides how fast something is found, not what
    this.#powers = Int32Array.from({ length }, (_, i) => Math.imul(GOLDEN, 2 * i + 1) ^ (GOLDEN >>> i));
  }

  // Stryker disable all: a hash decides how fast something is found, not what
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

  #report(codes: Uint16Array, at: number, hash: number, found: Found): void {
    for (let i = this.#first.get(hash) ?? -1; i >= 0; i = this.#next[i] ?? -1) {
      const [secret, within = 0] = [this.#secrets[i], this.#places[i]];
      if (secret && isSame(codes, at, secret.codes, within, this.length)) found(at, secret, within);
    }
  }

  /** Calls for each piece that stands at one of the places that are looked at. */
  search(codes: Uint16Array, found: Found): void {
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

/** The same for everybody: the start of a user's token, of an Admin API key, and of other products' keys. */
const PUBLIC_STARTS = ['ATATT3xFfGF0', 'ATCTT3xFfGF0', 'ATBTT3xFfGF0', 'ATSTT3xFfGF0'] as const;

/** Writings of those starts: what is found within them shows nothing. */
const PUBLIC = PUBLIC_STARTS.flatMap((start) =>
  formsOf(start, 'password').map(({ codes }) => textOf(folded(codes))),
);

const LONGEST_PUBLIC = Math.max(...PUBLIC.map(({ length }) => length));

/**
 * Characters that may follow such a start by chance: in base64 the first of them has bits of the start as well, and the last
 * has few of the next.
 */
const BY_CHANCE = 3;

/** Whether nothing is shown but the end of such a start, and what follows it by chance. */
const isPublic = (codes: Uint16Array): boolean => {
  // A longer one shows more; what is found can be as long as a text.
  if (codes.length > LONGEST_PUBLIC + BY_CHANCE) return false;
  const text = textOf(folded(codes));
  return PUBLIC.some(
    (start) =>
      start.includes(text) ||
      Array.from({ length: BY_CHANCE }, (_, i) => text.slice(0, -1 - i)).some((head) => start.endsWith(head)),
  );
};

const STEP = 8;

/** Finds secrets in readings, in a time that grows with the text alone, however many secrets there are. */
export class SecretIndex {
  readonly #long = new Grams(WINDOW - STEP + 1, STEP);
  readonly #short = new Grams(MIN_SECRET_LENGTH - 1, 2);
  readonly #known = new Set<string>();

  /** @param label what is shown in the place of the secret */
  add({ codes: written, least }: SecretForm, label: string): void {
    const codes = folded(written);
    const key = `${least} ${textOf(codes)}`;
    if (this.#known.has(key) || codes.length < MIN_SECRET_LENGTH) return;
    this.#known.add(key);
    const secret = { codes, label, least };
    const grams = codes.length >= WINDOW ? this.#long : this.#short;
    // Of a text that is looked for as a whole, those at its beginning are enough.
    const last = least < codes.length ? codes.length - grams.length : grams.step - 1;
    for (let at = 0; at <= last; at += 1) grams.add(secret, at);
  }

  /** Every stretch of a reading that gives a secret away; those of one secret that overlap are one. */
  find({ codes }: Reading): Finding[] {
    const found: { from: number; to: number; label: string }[] = [];
    // What was found last for each text that is looked for: the next piece of it is within that.
    const ends = new Map<Secret, { shift: number; to: number }>();
    const report: Found = (at, secret, within) => {
      const { label } = secret;
      if (secret.least === secret.codes.length) {
        const from = at - within;
        const { length } = secret.codes;
        if (isSame(codes, from, secret.codes, 0, length)) found.push({ from, to: from + length, label });
        return;
      }
      const end = ends.get(secret);
      if (end && end.shift === at - within && at < end.to) return;
      const { from, to } = extent(codes, at, secret.codes, within);
      ends.set(secret, { shift: at - within, to });
      if (to - from >= secret.least && !isPublic(codes.subarray(from, to))) found.push({ from, to, label });
    };
    this.#long.search(codes, report);
    this.#short.search(codes, report);
    return found;
  }
}

/** How far a text is the same as a secret, in both directions, from a place of each. */
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
