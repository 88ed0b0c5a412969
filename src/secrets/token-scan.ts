import { createHash } from 'node:crypto';
import { checksum } from '../contract/synthetic-token.ts';
import { encodedRunReadings, hexRunReadings, wrappedRunReadings } from './encoded-runs.ts';
import { asWritten, byteListReadings, placeOf, unescapedReadings, type Reading } from './readings.ts';
import type { TextRange } from './text-ranges.ts';

/** Something in a text that looks like a secret of Atlassian's. Never the secret itself. */
export interface TokenSighting {
  readonly kind: string;
  /** Counted from 1. */
  readonly line: number;
  /** As much of it as everybody's tokens have in common. */
  readonly excerpt: string;
  /** Whether the checksum at its end fits: then it is no example. */
  readonly checksumFits: boolean;
}

/** The body of a token in the present form, and of one that was in use until 2023-01. */
const PRESENT = /AT[A-Z]TT3[\w=-]{30,}/g;
const OLD = /(?<![a-z0-9])[a-z0-9]{24}(?![a-z0-9])/g;

/** Where a checksum can stand in a run of the characters of a token. */
const CHECKSUM = /=[0-9A-F]{8}/g;

/** What base64 makes of `AT?TT3`, with which all present tokens begin, at each of its three alignments. */
const ENCODED = /QVR\wVFQz|[EUk0]FU\w\wRUM|BV[EF]\wUVD[M-P]/g;

/** How far from such a mark the base64 of a token and its email is looked for. */
const BEFORE = 400;
const AFTER = 1200;

/** A token in a text: its first character, and what is there of it. */
interface Found {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly token: string;
}

/**
 * The phrase by which a token says of itself that it is made up, as those of `syntheticToken` do; undefined where it
 * does not. Two of them with different labels have different phrases.
 */
export function syntheticPhrase(token: string): string | undefined {
  // The phrase must fill the token from end to end: a real one could else hide behind it. One character may be another:
  // that is what the contract calls mistyped.
  const body = token
    .replace(/^AT[A-Z]TT3(?:xFfGF0|xFfG)?/, '')
    .replace(/=?[0-9A-F]{8}$/, '')
    .replace(/=$/, '');
  const phrase = /^(-example-com-not-a-real-token-[a-z-]*?)(?=-example-com|$)/.exec(body)?.[1];
  if (phrase === undefined) return undefined;
  const others = body.split('').filter((char, i) => char !== phrase[i % phrase.length]).length;
  return others <= 1 ? phrase : undefined;
}

/** Whether a token says of itself that it is made up. */
export function isSynthetic(token: string): boolean {
  return syntheticPhrase(token) !== undefined;
}

const fits = (token: string): boolean => {
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  return token.startsWith(head + checksum(head));
};

/** The last four of an old token are the start of the MD5 of the first twenty (trufflehog #649). */
const isOld = (token: string): boolean =>
  createHash('md5').update(token.slice(0, 20)).digest('hex').startsWith(token.slice(20));

const kindOf = (token: string): string => (token.startsWith('ATCTT3') ? 'Admin API key' : 'API token');

/** Tokens in the present form, made up or not: as words of a text, whose end is the end of the word. */
const allWords = (text: string): Found[] =>
  [...text.matchAll(PRESENT)].map(({ 0: token, index }) => ({
    kind: kindOf(token),
    from: index,
    to: index + token.length,
    token,
  }));

/** Those that do not say that they are made up. */
const asWords = (text: string): Found[] => allWords(text).filter(({ token }) => !isSynthetic(token));

/**
 * A token where words run into each other, up to the start of the next. The longest that is looked for has a thousand
 * characters: they have 192 today, and Atlassian says that this may change.
 */
const RUN = /AT[A-Z]TT3(?:(?!AT[A-Z]TT3)[\w=-]){30,994}/g;

/** Tokens in the present form where words run into each other: only the checksum tells where one ends. */
function byChecksum(text: string): Found[] {
  return [...text.matchAll(RUN)].flatMap(({ 0: run, index }) =>
    [...run.matchAll(CHECKSUM)]
      .map((sum) => run.slice(0, sum.index + 9))
      .filter((token) => fits(token) && !isSynthetic(token))
      .map((token) => ({ kind: kindOf(token), from: index, to: index + token.length, token })),
  );
}

type Finder = (text: string) => Found[];

/** What every token has in it, and its base64 at each alignment: looked for first, because hardly any text has it. */
const PLAIN_SIGN = 'TT3';
const ENCODED_SIGNS = ['VFQz', 'RUM', 'UVD'] as const;

const IN_BASE64 = /[\w+/-]/;

/** The runs of base64 around such marks: marks of one run that are near each other share one. */
function runsAround(text: string): TextRange[] {
  const runs: { from: number; to: number }[] = [];
  for (const { index } of text.matchAll(ENCODED)) {
    const last = runs.at(-1);
    // A run that goes on is read once: of two marks each has what follows it, or all up to the next.
    let [from, to] = [index, index];
    const floor = Math.max(0, index - BEFORE);
    if (last && index <= last.to) to = last.to;
    else while (from > floor && IN_BASE64.test(text[from - 1] ?? '')) from -= 1;
    const most = Math.min(text.length, index + AFTER);
    while (to < most && IN_BASE64.test(text[to] ?? '')) to += 1;
    if (last && index <= last.to) last.to = to;
    else runs.push({ from, to });
  }
  return runs.map(({ from, to }) => ({
    from,
    to: to + (/^={1,2}/.exec(text.slice(to, to + 2))?.[0].length ?? 0),
  }));
}

/** Tokens in base64, found by what it makes of their start. */
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

const old = (text: string): Found[] =>
  [...text.matchAll(OLD)]
    .filter(([token]) => isOld(token))
    .map(({ 0: token, index }) => ({ kind: 'API token of before 2023', from: index, to: index + 24, token }));

const textOf = ({ codes }: Reading): string =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le');

/** What the start of each token ends with, as the units of a reading. */
const START = Buffer.from('TT3', 'utf16le');

/** Whether a reading can hold a token of Atlassian's. */
export const mayHoldToken = ({ codes }: Reading): boolean =>
  Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).includes(START);

/** What has the form of a real token of Atlassian's in a reading: its units from one place up to another. */
export function atlassianTokens(reading: Reading): { from: number; to: number }[] {
  const text = textOf(reading);
  const find = reading.places ? byChecksum : asWords;
  return [
    ...(text.includes(PLAIN_SIGN) ? find(text) : []),
    ...(ENCODED_SIGNS.some((sign) => text.includes(sign)) ? encoded(text, find) : []),
    ...(reading.places ? [] : old(text)),
  ];
}

/** The made-up tokens in a text, as they are and in base64, by their phrase. */
export function syntheticTokens(text: string): { from: number; to: number; phrase: string }[] {
  return [...allWords(text), ...encoded(text, allWords)].flatMap(({ from, to, token }) => {
    const phrase = syntheticPhrase(token);
    return phrase === undefined ? [] : [{ from, to, phrase }];
  });
}

/** The same in what was decoded, where words stand as they are. */
export const decodedAtlassianTokens = (reading: Reading): TextRange[] =>
  mayHoldToken(reading) ? asWords(textOf(reading)) : [];

/** Where what was decoded stands in the text that it was decoded from. */
const inPlace = (reading: Reading, found: readonly Found[], how: string): Found[] =>
  found.map((one) => ({ ...one, ...placeOf(reading, one.from, one.to), kind: `${one.kind}${how}` }));

function* everywhere(text: string): Generator<Found> {
  yield* asWords(text);
  yield* old(text);
  yield* encoded(text, asWords);
  const written = asWritten(text);
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

/** Without those that have a part in common with an earlier one; in the order in which they stand in the text. */
function distinct(all: Iterable<Found>): Found[] {
  const sorted = [...all]
    .map((found, rank) => ({ found, rank }))
    .toSorted((a, b) => a.found.from - b.found.from);
  const kept: (typeof sorted)[number][] = [];
  for (const one of sorted) {
    // Found in several ways, it is shown in the first, which is the simplest.
    let isShown = true;
    while (isShown) {
      const last = kept.at(-1);
      if (!last || last.found.to <= one.found.from) break;
      if (last.rank <= one.rank) isShown = false;
      else kept.pop();
    }
    if (isShown) kept.push(one);
  }
  return kept.map(({ found }) => found);
}

/** Parts of a text that look like a secret of Atlassian's and do not say of themselves that they are made up. */
export function findTokens(text: string): TokenSighting[] {
  let [line, lineStart] = [1, text.indexOf('\n') + 1];
  return distinct(everywhere(text)).map(({ kind, from, token }) => {
    while (lineStart > 0 && lineStart <= from) {
      line += 1;
      lineStart = text.indexOf('\n', lineStart) + 1;
    }
    return { kind, line, excerpt: `${token.slice(0, 6)}…`, checksumFits: fits(token) || isOld(token) };
  });
}
