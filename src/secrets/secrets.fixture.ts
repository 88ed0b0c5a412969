/** For tests: whether a text reveals a secret, found by decoding the text rather than by encoding the secret. */
import { everyReading } from './readings.fixture.ts';

/** Number of consecutive characters that reveal a secret; shorter secrets count only as a whole. */
const WINDOW = 16;

/** Length of a sample, and distance between samples: every window of a text contains a whole sample. */
const SAMPLE = 8;
const STRIDE = WINDOW - SAMPLE + 1;

/** What else counts as the secret: other letter case, or the characters in reverse. */
interface RevealOptions {
  readonly ignoreCase?: boolean;
  readonly reversed?: boolean;
}

/** A secret to search for, with its label. An email counts as a whole, in any letter case. */
interface SearchedSecret extends RevealOptions {
  readonly label: string;
  readonly value: string;
  readonly email?: boolean;
}

interface Place {
  readonly sought: SearchedSecret;
  readonly value: string;
  readonly at: number;
}

const lower = ({ ignoreCase, email }: SearchedSecret): boolean => ignoreCase === true || email === true;

/** Returns a hash of four characters. */
const beginning = (text: string, at: number): number =>
  (Math.imul(text.charCodeAt(at), 31_337) ^
    Math.imul(text.charCodeAt(at + 1), 2_654_435) ^
    Math.imul(text.charCodeAt(at + 2), 40_503) ^
    Math.imul(text.charCodeAt(at + 3), 7919)) &
  0x3f_ff;

/** Searches one reading of a text for secrets. */
class Seeker {
  readonly #samples = new Map<string, Place[]>();
  /** Marks the hashes of sample starts, so that most places of a text need no further inspection. */
  readonly #beginnings = new Uint8Array(2 ** 14);
  readonly #wholes: { readonly sought: SearchedSecret; readonly value: string }[] = [];
  readonly #folded: boolean;

  /** @param folded whether the readings are in lower case */
  constructor(secrets: readonly SearchedSecret[], folded: boolean) {
    this.#folded = folded;
    for (const sought of secrets) {
      const cased = folded ? sought.value.toLowerCase() : sought.value;
      const value = sought.reversed === true ? Array.from(cased).toReversed().join('') : cased;
      if (value.length < WINDOW || sought.email === true) this.#wholes.push({ sought, value });
      else this.#learn(sought, value);
    }
  }

  #learn(sought: SearchedSecret, value: string): void {
    for (let at = 0; at + SAMPLE <= value.length; at += 1) {
      const sample = value.slice(at, at + SAMPLE);
      this.#beginnings[beginning(value, at)] = 1;
      this.#samples.set(sample, [...(this.#samples.get(sample) ?? []), { sought, value, at }]);
    }
  }

  /** Returns the labels of the secrets in a reading. */
  find(reading: string, labels: Set<string>): void {
    const text = this.#folded ? reading.toLowerCase() : reading;
    for (const { sought, value } of this.#wholes) {
      if (!labels.has(sought.label) && text.includes(value)) labels.add(sought.label);
    }
    if (this.#samples.size === 0) return;
    for (let at = 0; at + SAMPLE <= text.length; at += STRIDE) {
      if (this.#beginnings[beginning(text, at)] === 0) continue;
      for (const place of this.#samples.get(text.slice(at, at + SAMPLE)) ?? []) {
        if (shared(text, at, place) >= WINDOW) labels.add(place.sought.label);
      }
    }
  }
}

/** Returns the number of consecutive characters that a text and a secret share around a place in both. */
function shared(text: string, at: number, { value, at: in_ }: Place): number {
  let before = 0;
  while (before < in_ && before < at && text[at - before - 1] === value[in_ - before - 1]) before += 1;
  let after = SAMPLE;
  while (in_ + after < value.length && at + after < text.length && text[at + after] === value[in_ + after])
    after += 1;
  return before + after;
}

/**
 * Creates a judge of texts: it returns the labels of the secrets of which a text reveals any 16 characters, directly
 * or after up to three decodings.
 */
export function oracleFor(secrets: readonly SearchedSecret[]): (text: string) => string[] {
  const seekers = [false, true]
    .map((folded) => ({ folded, secrets: secrets.filter((secret) => lower(secret) === folded) }))
    .filter((group) => group.secrets.length > 0)
    .map((group) => new Seeker(group.secrets, group.folded));
  return (text) => {
    const labels = new Set<string>();
    everyReading(text, (reading) => {
      for (const seeker of seekers) seeker.find(reading, labels);
      return labels.size === secrets.length;
    });
    return secrets.map(({ label }) => label).filter((label) => labels.has(label));
  };
}

/**
 * Whether any 16 consecutive characters of a secret, or all of a shorter one, can be read from a text, directly or
 * after up to three decodings.
 */
export function reveals(text: string, secret: string, options: RevealOptions = {}): boolean {
  return oracleFor([{ label: 'it', value: secret, ...options }])(text).length > 0;
}

/** Whether an email can be read from a text in any letter case, directly or after up to three decodings. */
export function revealsEmail(text: string, email: string): boolean {
  return oracleFor([{ label: 'it', value: email, email: true }])(text).length > 0;
}
