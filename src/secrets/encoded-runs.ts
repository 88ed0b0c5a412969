import { codesOf } from './escapes.ts';
import { unescapedReadings, type Reading } from './readings.ts';

/** Minimum length of a run of base64, in characters: long enough for an email or part of a token. */
const MIN_RUN = 32;

const IS_BASE64 = new Uint8Array(0x1_00_00);
for (const code of codesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-'))
  IS_BASE64[code] = 1;

/** Yields the runs of base64 in a text. A regular expression would start again at each character. */
function* runsOf(text: string): Generator<{ readonly from: number; readonly to: number }> {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const from = at;
    while (IS_BASE64[text.charCodeAt(at)] === 1) at += 1;
    if (at - from >= MIN_RUN) yield { from, to: at };
    at += 1;
  }
}

/** Base64 wrapped over several lines, as mail and `base64` do. */
const WRAPPED_RUN =
  /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}={0,2}[\s"'`|>\\]{1,16})+[A-Za-z0-9+/_-]+={0,2}/g;

const HEX_RUN = /[0-9a-fA-F]{48,}/g;

const OFFSETS = [0, 1, 2, 3] as const;

/**
 * Whether a run looks like base64, in which two of five characters are capitals; paths and identifiers have fewer.
 */
function looksEncoded(run: string): boolean {
  let capitals = 0;
  for (let i = 0; i < run.length; i += 1) {
    const code = run.charCodeAt(i);
    if (code >= 0x41 && code <= 0x5a) capitals += 1;
  }
  return capitals * 8 >= run.length;
}

/** Returns a reading of decoded bytes; each unit is placed at the whole run. */
const readingOf = (bytes: Uint8Array, from: number, to: number): Reading => ({
  codes: Uint16Array.from(bytes),
  places: () => ({
    from: new Uint32Array(bytes.length).fill(from),
    to: new Uint32Array(bytes.length).fill(to),
  }),
});

const latin1 = (codes: Uint16Array): string => Buffer.from(codes).toString('latin1');

/** Number of nested levels of base64 that are decoded. */
const MAX_DEPTH = 2;

function* decodedAt(bytes: Buffer, from: number, to: number, depth: number): Generator<Reading> {
  const reading = readingOf(bytes, from, to);
  yield reading;
  yield* unescapedReadings(reading, 'unescaped');
  if (depth <= 1) return;
  for (const { codes } of encodedRunReadings(latin1(reading.codes), depth - 1)) {
    yield readingOf(Buffer.from(codes), from, to);
  }
}

/**
 * Yields what the runs of base64 in a text decode to, directly and unescaped.
 *
 * @param depth number of nested levels of base64 to decode
 */
export function* encodedRunReadings(text: string, depth = MAX_DEPTH): Generator<Reading> {
  for (const { from, to } of runsOf(text)) {
    const run = text.slice(from, to);
    if (!looksEncoded(run)) continue;
    for (const offset of OFFSETS) {
      yield* decodedAt(Buffer.from(run.slice(offset), 'base64'), from, to, depth);
    }
  }
}

/** Yields the same for runs that are wrapped over several lines. */
export function* wrappedRunReadings(text: string): Generator<Reading> {
  for (const match of text.matchAll(WRAPPED_RUN)) {
    const run = match[0].replaceAll(/[\s"'`|>\\]/g, '');
    if (!looksEncoded(run)) continue;
    for (const offset of OFFSETS) {
      yield* decodedAt(
        Buffer.from(run.slice(offset), 'base64'),
        match.index,
        match.index + match[0].length,
        MAX_DEPTH,
      );
    }
  }
}

/** Yields what the runs of hex digits in a text decode to. */
export function* hexRunReadings(text: string): Generator<Reading> {
  for (const match of text.matchAll(HEX_RUN)) {
    const [run] = match;
    for (const offset of [0, 1]) {
      // An odd digit at the end is ignored.
      yield readingOf(Buffer.from(run.slice(offset), 'hex'), match.index, match.index + run.length);
    }
  }
}
