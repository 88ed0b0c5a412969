import { mistype } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import { encodedRunReadings, hexRunReadings } from './encoded-runs.ts';
import { codesOf, FILLERS } from './escapes.ts';
import {
  originalReading,
  byteListReadings,
  hasTagsOrLists,
  piecesOf,
  placeOf,
  unescapedReadings,
  utf8Reading,
  type Reading,
} from './readings.ts';
import { SecretIndex } from './secret-index.ts';
import { tryParseJson } from '../json.ts';
import { MIN_SECRET_LENGTH, formsOf, type SecretKind } from './secret-forms.ts';
import { TextRanges, type TextRange } from './text-ranges.ts';
import {
  atlassianTokens,
  decodedAtlassianTokens,
  mayHoldToken,
  syntheticPhrase,
  syntheticTokens,
} from './token-scan.ts';

export type { SecretKind } from './secret-forms.ts';

// One index for the whole process, on purpose: everything that is written must pass it, without needing a reference
// to it.
let index = new SecretIndex();
const registered = new Set<string>();

/** The phrases of the registered secrets that declare themselves synthetic, by label. */
const syntheticPhrases = new Map<string, Set<string>>();

/**
 * Whether a registered secret contains a character that readings leave out, such as a space: then readings that keep
 * words separate are needed.
 */
let hasSpacedSecret = false;

/** Whether one contains a character of several bytes: then UTF-8 must be decoded. */
let hasWideSecret = false;

/** Additional readings for secrets with spaces, quotation marks or non-ASCII letters. */
const EXTRA_READINGS = ['escapes', 'form', 'quoted'] as const;

/** The shortest secret that can be distinguished from other text, in characters. */
const MIN_LENGTH: Record<SecretKind, number> = {
  token: 8,
  password: 8,
  email: MIN_SECRET_LENGTH,
  address: 8,
};

/**
 * Minimum length of a token of which either half is recognised although the contract changed the character in its
 * middle.
 */
const LONG_TOKEN = 40;

/** Variants of a secret that must be redacted too: for a token, the contract's version with a changed character. */
const VARIANTS: Record<SecretKind, (value: string) => readonly string[]> = {
  token: (value) => (value.length < LONG_TOKEN ? [value, mistype(value)] : [value]),
  email: (value) => [value],
  password: (value) => [value],
  address: (value) => [value],
};

/** Whether a value is long enough to be redacted; the settings refuse a shorter one when it is used. */
export function isRedactable(value: string, kind: SecretKind): boolean {
  return value.length >= MIN_LENGTH[kind];
}

/**
 * Registers a secret with the label that replaces it.
 *
 * @throws Fault `bad-config` if the value is too short to be distinguished from other text
 */
export function registerSecret(label: string, value: string, kind: SecretKind = 'token'): void {
  if (!isRedactable(value, kind)) {
    throw new Fault('bad-config', `${label} is too short to be redacted reliably. Set a longer value.`);
  }
  const key = `${kind} ${label} ${value}`;
  if (registered.has(key)) return;
  registered.add(key);
  const phrase = syntheticPhrase(value);
  if (phrase !== undefined)
    syntheticPhrases.set(label, (syntheticPhrases.get(label) ?? new Set()).add(phrase));
  hasWideSecret ||= codesOf(value).some((code) => code > 0x7f);
  hasSpacedSecret ||= codesOf(value).some((code) => FILLERS.has(code));
  for (const variant of VARIANTS[kind](value)) {
    for (const form of formsOf(variant, kind)) index.add(form, label);
  }
}

/** For tests: removes all registered secrets. */
export function clearSecrets(): void {
  index = new SecretIndex();
  registered.clear();
  syntheticPhrases.clear();
  hasSpacedSecret = false;
  hasWideSecret = false;
}

/** A range of a text that reveals a secret. */
interface Hit extends TextRange {
  readonly label: string;
  /** The parts of it that belong to the secret: several, if line breaks, tags or margins separate them. */
  readonly pieces: readonly TextRange[];
  /** Whether it can be removed without anything else. */
  readonly solid: boolean;
}

/** The end of the prefix of every Atlassian token (`TT3`), in hex. */
const PREFIX_END_IN_HEX = '545433';

/** The label of a secret that no setting names. */
const UNREGISTERED = 'an Atlassian token';

const hitsIn = (reading: Reading): Hit[] =>
  (hasWideSecret ? [reading, utf8Reading(reading)] : [reading]).flatMap((view) =>
    index.find(view).map(({ from, to, label }) => {
      const pieces = piecesOf(view, from, to);
      return { ...placeOf(view, from, to), label, pieces, solid: pieces.length === 1 };
    }),
  );

/**
 * Drops hits inside other synthetic tokens. Synthetic tokens share most of their text, so an unregistered one, such
 * as those of the pacts, looks like part of a registered one.
 */
function withoutOtherSynthetic(text: string, hits: readonly Hit[]): readonly Hit[] {
  if (!hits.some(({ label }) => syntheticPhrases.has(label))) return hits;
  const tokensByPhrase = [...Map.groupBy(syntheticTokens(text), ({ phrase }) => phrase)].map(
    ([phrase, tokens]) => ({
      phrase,
      ranges: new TextRanges(tokens),
    }),
  );
  return hits.filter((hit) => {
    const own = syntheticPhrases.get(hit.label);
    return !own || !tokensByPhrase.some(({ phrase, ranges }) => !own.has(phrase) && ranges.contains(hit));
  });
}

/** Returns every range of a text in which a secret can be read in any way. */
function hitsOf(text: string): readonly Hit[] {
  return withoutOtherSynthetic(text, allHits(text));
}

/** Returns the labels of the registered secrets that can be read in a text, however they are written. */
export function secretsIn(text: string): string[] {
  return [...new Set(hitsOf(text).map(({ label }) => label))];
}

/** Returns what looks like a real token in a reading. */
const unregisteredIn = (find: typeof atlassianTokens, reading: Reading): Hit[] =>
  find(reading).map(({ from, to }) => ({
    ...placeOf(reading, from, to),
    label: UNREGISTERED,
    pieces: [],
    solid: false,
  }));

function allHits(text: string): Hit[] {
  const written = originalReading(text);
  const unescaped = unescapedReadings(written, 'unescaped');
  const loose = hasTagsOrLists(text) ? unescapedReadings(written, 'loose') : [];
  const extraKinds = hasSpacedSecret || hasWideSecret ? EXTRA_READINGS : [];
  const spaced = extraKinds.flatMap((kind) => unescapedReadings(written, kind));
  const readings = [written, ...spaced, ...unescaped, ...loose];
  const tagless = loose.some(mayHoldToken) ? unescapedReadings(written, 'tagless') : [];
  const byteLists = byteListReadings(written);
  const hits = [
    ...readings.flatMap(hitsIn),
    ...byteLists.flatMap(hitsIn).map((hit): Hit => ({ ...hit, solid: false })),
  ];
  const unregistered = [
    ...[...readings, ...tagless].flatMap((reading) => unregisteredIn(atlassianTokens, reading)),
    ...byteLists.flatMap((reading) => unregisteredIn(decodedAtlassianTokens, reading)),
  ];
  for (const reading of encodedRunReadings(text)) {
    for (const hit of hitsIn(reading)) hits.push(hit);
    for (const hit of unregisteredIn(decodedAtlassianTokens, reading)) unregistered.push(hit);
  }
  if (text.includes(PREFIX_END_IN_HEX)) {
    const inHex = [...hexRunReadings(text)].flatMap((reading) =>
      unregisteredIn(decodedAtlassianTokens, reading),
    );
    return [...hits, ...unregistered, ...inHex];
  }
  return [...hits, ...unregistered];
}

/** Returns the number of consecutive backslashes before a place. */
function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count;
}

/** Returns the start of the JSON escape that contains a place, or the place itself if there is none. */
function startOfEscape(text: string, at: number): number {
  for (let back = 1; back <= 5; back += 1) {
    const from = at - back;
    if (text[from] !== '\\' || backslashesBefore(text, from) % 2 !== 0) continue;
    const isInside = text[from + 1] === 'u' || back === 1;
    return isInside ? from : at;
  }
  return at;
}

/** Returns the end of the JSON escape that contains a place, or the place itself if there is none. */
function endOfEscape(text: string, at: number): number {
  const from = startOfEscape(text, at);
  if (from === at) return at;
  return Math.min(text.length, from + (text[from + 1] === 'u' ? 6 : 2));
}

/** Between two parts of one secret: a changed character, or one encoded together with its neighbour. */
const SEAM = /^[\w+/=-]{0,4}$/;

/** Replaces ranges of a text by their labels; overlapping or adjacent ranges become one, under the first label. */
function replaced(text: string, hits: readonly (TextRange & { readonly label: string })[]): string {
  let out = '';
  let end = 0;
  let labelBefore: string | undefined;
  for (const { from, to, label } of hits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const start = startOfEscape(text, from);
    const stop = endOfEscape(text, to);
    if (stop <= end) continue;
    const adjoins = label === labelBefore && SEAM.test(text.slice(end, start));
    if (start >= end && !adjoins) out += `${text.slice(end, start)}[${label}]`;
    labelBefore = label;
    end = stop;
  }
  return out + text.slice(end);
}

/**
 * Returns the parts of secrets that are divided by line breaks or margins, if other parts of them are removed anyway.
 */
function dividedParts(hits: readonly Hit[], solid: readonly Hit[]): (TextRange & { label: string })[] {
  // Adjacent ranges count too.
  const taken = new TextRanges(solid.map(({ from, to }) => ({ from: from - 1, to: to + 1 })));
  return hits
    .filter((hit) => taken.overlaps(hit))
    .flatMap(({ pieces, label }) => pieces.map((piece) => ({ ...piece, label })));
}

const isJson = (text: string): boolean => tryParseJson(text) !== undefined;

const refusal = (label: string): Fault =>
  new Fault(
    'secret-in-output',
    label === UNREGISTERED
      ? 'Nothing was written: the text contains what looks like a real Atlassian token that no setting names. Remove it from the file it comes from, and revoke it.'
      : `Nothing was written: the text contains ${label} in a form that could not be redacted. Please report this, without the text.`,
  );

/**
 * The choke point: returns a text as it may be written, with secrets replaced by their labels. Everything that leaves
 * the process passes it. JSON stays valid.
 *
 * @throws Fault `secret-in-output` if a secret is still recognisable afterwards, or if something looks like a real
 *   Atlassian token
 */
export function redact(text: string): string {
  const hits = hitsOf(text);
  if (hits.length === 0) return text;
  const solid = hits.filter((hit) => hit.solid);
  const clean = replaced(text, [...solid, ...dividedParts(hits, solid)]);
  const [rest] = hitsOf(clean);
  if (rest) throw refusal(rest.label);
  const [first] = hits;
  if (first && isJson(text) && !isJson(clean)) throw refusal(first.label);
  return clean;
}

/**
 * Returns a text that a server sent, without secrets; if a secret cannot be removed, the whole text is withheld. For
 * text held in memory; it never fails, because a server must not be able to end a run.
 */
export function redactReceived(text: string): string {
  const hits = hitsOf(text);
  if (hits.length === 0) return text;
  const clean = replaced(text, hits);
  const [rest] = hitsOf(clean);
  return rest ? `[withheld: ${rest.label}]` : clean;
}
