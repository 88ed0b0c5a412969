import { codesOf } from './escapes.ts';
import { unescapedReadings, type Reading } from './readings.ts';

/** The length of a run of base64 that is long enough for an email or a part of a token. */
const LEAST_RUN = 32;

const IS_BASE64 = new Uint8Array(0x1_00_00);
for (const code of codesOf('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_-'))
  IS_BASE64[code] = 1;

/** The runs of base64 in a text: where each begins and ends. A pattern would begin anew at each of their characters. */
function* runsOf(text: string): Generator<{ readonly from: number; readonly to: number }> {
  const { length } = text;
  let at = 0;
  while (at < length) {
    const from = at;
    while (IS_BASE64[text.charCodeAt(at)] === 1) at += 1;
    if (at - from >= LEAST_RUN) yield { from, to: at };
    at += 1;
  }
}

/** The same over several lines, as mail and `base64` wrap it. */
const WRAPPED = /(?<![A-Za-z0-9+/_-])(?:[A-Za-z0-9+/_-]{16,}={0,2}[\s"'`|>\\]{1,16})+[A-Za-z0-9+/_-]+={0,2}/g;

const HEX_RUN = /[0-9a-fA-F]{48,}/g;

const OFFSETS = [0, 1, 2, 3] as const;

/** Capitals are two in five characters of base64, and fewer in paths and identifiers. */
function looksEncoded(run: string): boolean {
  let capitals = 0;
  for (let i = 0; i < run.length; i += 1) {
    const code = run.charCodeAt(i);
    if (code >= 0x41 && code <= 0x5a) capitals += 1;
  }
  return capitals * 8 >= run.length;
}

/** Each unit of what a run holds is of the whole run. */
const readingOf = (bytes: Uint8Array, from: number, to: number): Reading => ({
  codes: Uint16Array.from(bytes),
  places: () => ({
    from: new Uint32Array(bytes.length).fill(from),
    to: new Uint32Array(bytes.length).fill(to),
  }),
});

const latin1 = (codes: Uint16Array): string => Buffer.from(codes).toString('latin1');

/** Base64 in base64 in base64 is not looked into. */
const DEPTH = 2;

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
 * What the runs of base64 in a text hold, as it is and with its escapes undone.
 *
 * @param depth how often base64 may be encoded once more
 */
export function* encodedRunReadings(text: string, depth = DEPTH): Generator<Reading> {
  for (const { from, to } of runsOf(text)) {
    const run = text.slice(from, to);
    if (!looksEncoded(run)) continue;
    for (const offset of OFFSETS) {
      yield* decodedAt(Buffer.from(run.slice(offset), 'base64'), from, to, depth);
    }
  }
}

/** The same for runs that are divided into lines. */
export function* wrappedRunReadings(text: string): Generator<Reading> {
  for (const match of text.matchAll(WRAPPED)) {
    const run = match[0].replaceAll(/[\s"'`|>\\]/g, '');
    if (!looksEncoded(run)) continue;
    for (const offset of OFFSETS) {
      yield* decodedAt(
        Buffer.from(run.slice(offset), 'base64'),
        match.index,
        match.index + match[0].length,
        DEPTH,
      );
    }
  }
}

/** What the runs of hex digits in a text hold. */
export function* hexRunReadings(text: string): Generator<Reading> {
  for (const match of text.matchAll(HEX_RUN)) {
    const [run] = match;
    for (const offset of [0, 1]) {
      // A digit that is left over at the end is not read.
      yield readingOf(Buffer.from(run.slice(offset), 'hex'), match.index, match.index + run.length);
    }
  }
}
