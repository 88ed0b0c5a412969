import { createHash } from 'node:crypto';
import { checksum } from '../contract/synthetic-token.ts';
import { encodedRunReadings, hexRunReadings, wrappedRunReadings } from './encoded-runs.ts';
import { originalReading, byteListReadings, placeOf, unescapedReadings, type Reading } from './readings.ts';
import type { TextRange } from './text-ranges.ts';

/** Something in a text that looks like an Atlassian secret. Never the secret itself. */
export interface TokenSighting {
  readonly kind: string;
  /** Counted from 1. */
  readonly line: number;
  /** Its first characters, which all tokens share. */
  readonly excerpt: string;
  /** Whether the checksum at its end is valid, so that it is not an example. */
  readonly checksumFits: boolean;
}

/** The current form of a token, and the form in use until 2023-01. */
const CURRENT_TOKEN = /AT[A-Z]TT3[\w=-]{30,}/g;
const OLD_TOKEN = /(?<![a-z0-9])[a-z0-9]{24}(?![a-z0-9])/g;

/** A possible checksum in a run of token characters. */
const CHECKSUM = /=[0-9A-F]{8}/g;

/** The base64 of `AT?TT3`, with which all current tokens start, at each of the three alignments. */
const ENCODED_PREFIX = /QVR\wVFQz|[EUk0]FU\w\wRUM|BV[EF]\wUVD[M-P]/g;

/** How far before and after such a prefix the base64 of a token and its email is searched, in characters. */
const SEARCH_BEFORE = 400;
const SEARCH_AFTER = 1200;

/** A token in a text, and its range. */
interface Found {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly token: string;
}

/**
 * Returns the phrase by which a token declares itself synthetic, as those of `syntheticToken` do, or undefined if it
 * does not. Synthetic tokens with different labels have different phrases.
 */
export function syntheticPhrase(token: string): string | undefined {
  // The phrase must fill the token completely, otherwise a real one could hide behind it. One character may differ,
  // as in the contract's mistyped tokens.
  const body = token
    .replace(/^AT[A-Z]TT3(?:xFfGF0|xFfG)?/, '')
    .replace(/=?[0-9A-F]{8}$/, '')
    .replace(/=$/, '');
  const phrase = /^(-example-com-not-a-real-token-[a-z-]*?)(?=-example-com|$)/.exec(body)?.[1];
  if (phrase === undefined) return undefined;
  const others = body.split('').filter((char, i) => char !== phrase[i % phrase.length]).length;
  return others <= 1 ? phrase : undefined;
}

/** Whether a token declares itself synthetic. */
export function isSynthetic(token: string): boolean {
  return syntheticPhrase(token) !== undefined;
}

const hasValidChecksum = (token: string): boolean => {
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  return token.startsWith(head + checksum(head));
};

/** The last four characters of an old token are the start of the MD5 of the first twenty (trufflehog #649). */
const isOldToken = (token: string): boolean =>
  createHash('md5').update(token.slice(0, 20)).digest('hex').startsWith(token.slice(20));

const kindOf = (token: string): string => (token.startsWith('ATCTT3') ? 'Admin API key' : 'API token');

/**
 * Returns the current-form tokens in a text, synthetic or not, that are separate words: a token ends with its word.
 */
const allWords = (text: string): Found[] =>
  [...text.matchAll(CURRENT_TOKEN)].map(({ 0: token, index }) => ({
    kind: kindOf(token),
    from: index,
    to: index + token.length,
    token,
  }));

/** Returns those that do not declare themselves synthetic. */
const asWords = (text: string): Found[] => allWords(text).filter(({ token }) => !isSynthetic(token));

/**
 * A token in a run of joined words, up to the start of the next token. At most a thousand characters are searched:
 * tokens have 192 today, and Atlassian documents that this may change.
 */
const RUN = /AT[A-Z]TT3(?:(?!AT[A-Z]TT3)[\w=-]){30,994}/g;

/** Returns the current-form tokens in joined words: only the checksum shows where one ends. */
function byChecksum(text: string): Found[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) =>
    [...run.matchAll(CHECKSUM)]
      .map((sum) => run.slice(0, sum.index + 9))
      .filter((token) => hasValidChecksum(token) && !isSynthetic(token))
      .map((token) => ({ kind: kindOf(token), from: index, to: index + token.length, token })),
  );
}

type Finder = (text: string) => Found[];

/**
 * What every token contains, directly and as base64 at each alignment: searched for first, because hardly any text
 * contains it.
 */
const PLAIN_SIGN = 'TT3';
const ENCODED_SIGNS = ['VFQz', 'RUM', 'UVD'] as const;

const IN_BASE64 = /[\w+/-]/;

/** Returns the runs of base64 around such prefixes; prefixes near each other in one run share a range. */
function runsAround(text: string): TextRange[] {
  const runs: { from: number; to: number }[] = [];
  for (const { index } of text.matchAll(ENCODED_PREFIX)) {
    const last = runs.at(-1);
    // A continued run is read once: each prefix extends the range by what follows it.
    let [from, to] = [index, index];
    const floor = Math.max(0, index - SEARCH_BEFORE);
    if (last && index <= last.to) to = last.to;
    else while (from > floor && IN_BASE64.test(text[from - 1] ?? '')) from -= 1;
    const most = Math.min(text.length, index + SEARCH_AFTER);
    while (to < most && IN_BASE64.test(text[to] ?? '')) to += 1;
    if (last && index <= last.to) last.to = to;
    else runs.push({ from, to });
  }
  return runs.map(({ from, to }) => ({
    from,
    to: to + (/^={1,2}/.exec(text.slice(to, to + 2))?.[0].length ?? 0),
  }));
}

/** Returns the tokens in base64, found by their encoded prefix. */
function encoded(text: string, find: Finder): Found[] {
  return runsAround(text).flatMap(({ from, to }) => {
    const run = text.slice(from, to);
    return [0, 1, 2, 3].flatMap((skip) =>
      find(Buffer.from(run.slice(skip), 'base64').toString('latin1')).map(({ kind, token }) => ({
        kind: `${kind} in base64`,
        from,
        to,
        token,
      })),
    );
  });
}

const oldTokens = (text: string): Found[] =>
  [...text.matchAll(OLD_TOKEN)]
    .filter(([token]) => isOldToken(token))
    .map(({ 0: token, index }) => ({ kind: 'API token of before 2023', from: index, to: index + 24, token }));

const textOf = ({ codes }: Reading): string =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le');

/** The end of every token's prefix, as the units of a reading. */
const PREFIX_END = Buffer.from('TT3', 'utf16le');

/** Whether a reading can contain an Atlassian token. */
export const mayHoldToken = ({ codes }: Reading): boolean =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).includes(PREFIX_END);

/** Returns the ranges of a reading that look like real Atlassian tokens. */
export function atlassianTokens(reading: Reading): { from: number; to: number }[] {
  const text = textOf(reading);
  const find = reading.places ? byChecksum : asWords;
  return [
    ...(text.includes(PLAIN_SIGN) ? find(text) : []),
    ...(ENCODED_SIGNS.some((sign) => text.includes(sign)) ? encoded(text, find) : []),
    ...(reading.places ? [] : oldTokens(text)),
  ];
}

/** Returns the synthetic tokens in a text, plain and in base64, with their phrases. */
export function syntheticTokens(text: string): { from: number; to: number; phrase: string }[] {
  return [...allWords(text), ...encoded(text, allWords)].flatMap(({ from, to, token }) => {
    const phrase = syntheticPhrase(token);
    return phrase === undefined ? [] : [{ from, to, phrase }];
  });
}

/** Returns the tokens in a decoded reading, where words are separate. */
export const decodedAtlassianTokens = (reading: Reading): TextRange[] =>
  mayHoldToken(reading) ? asWords(textOf(reading)) : [];

/** Moves findings of a decoded reading to their places in the original text. */
const inPlace = (reading: Reading, found: readonly Found[], how: string): Found[] =>
  found.map((token) => ({
    ...token,
    ...placeOf(reading, token.from, token.to),
    kind: `${token.kind}${how}`,
  }));

function* everywhere(text: string): Generator<Found> {
  yield* asWords(text);
  yield* oldTokens(text);
  yield* encoded(text, asWords);
  const written = originalReading(text);
  for (const reading of unescapedReadings(written, 'escapes')) {
    yield* inPlace(reading, asWords(textOf(reading)), ', escaped');
    yield* inPlace(reading, encoded(textOf(reading), asWords), ', escaped');
  }
  const decoded = { encodedRunReadings, wrappedRunReadings };
  for (const readings of Object.values(decoded)) {
    for (const reading of readings(text)) yield* inPlace(reading, asWords(textOf(reading)), ' in base64');
  }
  for (const reading of [...hexRunReadings(text), ...byteListReadings(written)]) {
    yield* inPlace(reading, asWords(textOf(reading)), ' in bytes');
  }
  for (const kind of ['unescaped', 'loose', 'tagless'] as const) {
    for (const reading of unescapedReadings(written, kind)) {
      yield* inPlace(reading, byChecksum(textOf(reading)), ', divided');
      yield* inPlace(reading, encoded(textOf(reading), byChecksum), ', divided');
    }
  }
}

/** Drops findings that overlap an earlier one; returns the rest in the order of the text. */
function distinct(all: Iterable<Found>): Found[] {
  const sorted = [...all]
    .map((found, rank) => ({ found, rank }))
    .toSorted((a, b) => a.found.from - b.found.from);
  const shown: (typeof sorted)[number][] = [];
  for (const entry of sorted) {
    // If a token is found in several ways, the first and simplest one is shown.
    let isShown = true;
    while (isShown) {
      const last = shown.at(-1);
      if (!last || last.found.to <= entry.found.from) break;
      if (last.rank <= entry.rank) isShown = false;
      else shown.pop();
    }
    if (isShown) shown.push(entry);
  }
  return shown.map(({ found }) => found);
}

/** Returns the parts of a text that look like Atlassian secrets and do not declare themselves synthetic. */
export function findTokens(text: string): TokenSighting[] {
  let [line, lineStart] = [1, text.indexOf('\n') + 1];
  return distinct(everywhere(text)).map(({ kind, from, token }) => {
    while (lineStart > 0 && lineStart <= from) {
      line += 1;
      lineStart = text.indexOf('\n', lineStart) + 1;
    }
    return {
      kind,
      line,
      excerpt: `${token.slice(0, 6)}…`,
      checksumFits: hasValidChecksum(token) || isOldToken(token),
    };
  });
}
