import { createHash } from 'node:crypto';
import { checksum } from '../contract/synthetic-token.ts';
import { encodedRunReadings, hexRunReadings, wrappedRunReadings } from './encoded-runs.ts';
import { asWritten, byteListReadings, placeOf, unescapedReadings, type Reading } from './readings.ts';

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
  const full = phrase.repeat(Math.ceil(body.length / phrase.length));
  const others = body.split('').filter((char, i) => char !== full[i]).length;
  return others <= 1 ? phrase : undefined;
}

/** Whether a token says of itself that it is made up. */
export function isSynthetic(token: string): boolean {
  return syntheticPhrase(token) !== undefined;
}

const fits = (token: string): boolean => {
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  return head !== '' && token.startsWith(head + checksum(head));
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

/** The longest token that is looked for by its checksum: they have 192 characters today, and Atlassian says that this may change. */
const LONGEST = 1000;

/** Tokens in the present form where words run into each other: only the checksum tells where one ends. */
function byChecksum(text: string): Found[] {
  return [...text.matchAll(PRESENT)].flatMap(({ 0: run, index }) =>
    [...run.slice(0, LONGEST).matchAll(CHECKSUM)]
      .map((sum) => run.slice(0, sum.index + 9))
      .filter((token) => fits(token) && !isSynthetic(token))
      .map((token) => ({ kind: kindOf(token), from: index, to: index + token.length, token })),
  );
}

type Finder = (text: string) => Found[];

/** What every token has in it, and its base64 at each alignment: looked for first, because hardly any text has it. */
const PLAIN_SIGN = 'TT3';
const ENCODED_SIGNS = ['VFQz', 'RUM', 'UVD'] as const;

/** Tokens in base64, found by what it makes of their start. */
function encoded(text: string, find: Finder): Found[] {
  return [...text.matchAll(ENCODED)].flatMap(({ index }) => {
    const before = /[\w+/-]*$/.exec(text.slice(Math.max(0, index - BEFORE), index))?.[0] ?? '';
    const after = /^[\w+/-]*={0,2}/.exec(text.slice(index, index + AFTER))?.[0] ?? '';
    const [run, from] = [before + after, index - before.length];
    return [0, 1, 2, 3].flatMap((skip) =>
      find(Buffer.from(run.slice(skip), 'base64').toString('latin1')).map(({ kind, token }) => ({
        kind: `${kind} in base64`,
        from,
        to: from + run.length,
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
  for (const kind of ['unescaped', 'loose'] as const) {
    for (const reading of unescapedReadings(written, kind)) {
      yield* inPlace(reading, byChecksum(textOf(reading)), ', divided');
      yield* inPlace(reading, encoded(textOf(reading), byChecksum), ', divided');
    }
  }
}

/** Parts of a text that look like a secret of Atlassian's and do not say of themselves that they are made up. */
export function findTokens(text: string): TokenSighting[] {
  const first: Found[] = [];
  // Found in several ways, it is shown in the first, which is the simplest.
  for (const one of everywhere(text)) {
    if (!first.some(({ from, to }) => one.from < to && from < one.to)) first.push(one);
  }
  first.sort((a, b) => a.from - b.from);
  return first.map(({ kind, from, token }) => ({
    kind,
    line: text.slice(0, from).split('\n').length,
    excerpt: `${token.slice(0, 6)}…`,
    checksumFits: fits(token) || isOld(token),
  }));
}
