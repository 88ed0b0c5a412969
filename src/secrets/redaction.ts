import { mistype } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import { encodedRunReadings, hexRunReadings } from './encoded-runs.ts';
import { codesOf, FILLERS } from './escapes.ts';
import {
  asWritten,
  byteListReadings,
  hasLooseParts,
  piecesOf,
  placeOf,
  unescapedReadings,
  utf8Reading,
  type Reading,
} from './readings.ts';
import { SecretIndex } from './secret-index.ts';
import { parsedJson } from '../json.ts';
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

// One for the whole process, on purpose: whoever writes anything must go through it, and needs no reference to it.
let index = new SecretIndex();
const registered = new Set<string>();

/** The registered secrets that say that they are made up: their phrases, by their labels. */
const synthetic = new Map<string, Set<string>>();

/** Whether a registered secret holds what a reading leaves out, such as a space: then words must stay apart, too. */
let hasSpacedSecret = false;

/** Whether one holds a character that is several bytes: then those must be put together. */
let hasWideSecret = false;

/** How a text is read as well where a secret is no token, but has spaces, quotation marks or letters of other alphabets. */
const ODD_READINGS = ['escapes', 'form', 'quoted'] as const;

/** The shortest token or password that can be told from other text. */
const MIN_LENGTH: Record<SecretKind, number> = { token: 8, password: 8, email: MIN_SECRET_LENGTH };

/** A longer token is found by either half of it where the contract changed the character in its middle. */
const LONG_TOKEN = 40;

/** Variants of a secret that must be redacted, too: of a token what the contract makes of it with a character changed. */
const VARIANTS: Record<SecretKind, (value: string) => readonly string[]> = {
  token: (value) => (value.length < LONG_TOKEN ? [value, mistype(value)] : [value]),
  email: (value) => [value],
  password: (value) => [value],
};

/** Whether a value is long enough to be kept out of other text; the settings refuse a shorter one where it is used. */
export function isRedactable(value: string, kind: SecretKind): boolean {
  return value.length >= MIN_LENGTH[kind];
}

/**
 * Registers a secret under the name that is shown in its place.
 *
 * @throws Fault `bad-config` where the value is too short to be told from other text
 */
export function registerSecret(label: string, value: string, kind: SecretKind = 'token'): void {
  if (!isRedactable(value, kind)) {
    throw new Fault('bad-config', `${label} is too short to be kept out of what is written down.`);
  }
  const key = `${kind} ${label} ${value}`;
  if (registered.has(key)) return;
  registered.add(key);
  const phrase = syntheticPhrase(value);
  if (phrase !== undefined) synthetic.set(label, (synthetic.get(label) ?? new Set()).add(phrase));
  hasWideSecret ||= codesOf(value).some((code) => code > 0x7f);
  hasSpacedSecret ||= codesOf(value).some((code) => FILLERS.has(code));
  for (const one of VARIANTS[kind](value)) {
    for (const writing of formsOf(one, kind)) index.add(writing, label);
  }
}

/** For tests: knows of no secret again. */
export function clearSecrets(): void {
  index = new SecretIndex();
  registered.clear();
  synthetic.clear();
  hasSpacedSecret = false;
  hasWideSecret = false;
}

/** A stretch of a text that gives a secret away. */
interface Hit extends TextRange {
  readonly label: string;
  /** The parts of it that are of the secret: several, where a line break, a tag or a margin stands between them. */
  readonly pieces: readonly TextRange[];
  /** It can be taken out without anything else. */
  readonly solid: boolean;
}

/** What the start of each of Atlassian's tokens ends with, in hex: `TT3`. */
const HEX_START = '545433';

/** How a secret that no setting names is called. */
const UNREGISTERED = 'an Atlassian token';

const hitsIn = (reading: Reading): Hit[] =>
  (hasWideSecret ? [reading, utf8Reading(reading)] : [reading]).flatMap((one) =>
    index.find(one).map(({ from, to, label }) => {
      const pieces = piecesOf(one, from, to);
      return { ...placeOf(one, from, to), label, pieces, solid: pieces.length === 1 };
    }),
  );

/**
 * Made-up tokens share most of their text. One that was not registered, such as those of the pacts, is no part of one
 * that was.
 */
function withoutOtherSynthetic(text: string, hits: readonly Hit[]): readonly Hit[] {
  if (!hits.some(({ label }) => synthetic.has(label))) return hits;
  const places = [...Map.groupBy(syntheticTokens(text), ({ phrase }) => phrase)].map(([phrase, tokens]) => ({
    phrase,
    stretches: new TextRanges(tokens),
  }));
  return hits.filter((hit) => {
    const own = synthetic.get(hit.label);
    return !own || !places.some(({ phrase, stretches }) => !own.has(phrase) && stretches.contains(hit));
  });
}

/** Every place of a text at which a secret can be read, in whatever way. */
function hitsOf(text: string): readonly Hit[] {
  return withoutOtherSynthetic(text, allHits(text));
}

/** What has the form of a real token in a reading. */
const foreign = (find: typeof atlassianTokens, reading: Reading): Hit[] =>
  find(reading).map(({ from, to }) => ({
    ...placeOf(reading, from, to),
    label: UNREGISTERED,
    pieces: [],
    solid: false,
  }));

function allHits(text: string): Hit[] {
  const written = asWritten(text);
  const unescaped = unescapedReadings(written, 'unescaped');
  const loose = hasLooseParts(text) ? unescapedReadings(written, 'loose') : [];
  const odd = hasSpacedSecret || hasWideSecret ? ODD_READINGS : [];
  const spaced = odd.flatMap((kind) => unescapedReadings(written, kind));
  const readings = [written, ...spaced, ...unescaped, ...loose];
  const tagless = loose.some(mayHoldToken) ? unescapedReadings(written, 'tagless') : [];
  const byteLists = byteListReadings(written);
  const hits = [
    ...readings.flatMap(hitsIn),
    ...byteLists.flatMap(hitsIn).map((hit): Hit => ({ ...hit, solid: false })),
  ];
  const strangers = [
    ...[...readings, ...tagless].flatMap((reading) => foreign(atlassianTokens, reading)),
    ...byteLists.flatMap((reading) => foreign(decodedAtlassianTokens, reading)),
  ];
  for (const reading of encodedRunReadings(text)) {
    for (const hit of hitsIn(reading)) hits.push(hit);
    for (const hit of foreign(decodedAtlassianTokens, reading)) strangers.push(hit);
  }
  if (text.includes(HEX_START)) {
    const inHex = [...hexRunReadings(text)].flatMap((reading) => foreign(decodedAtlassianTokens, reading));
    return [...hits, ...strangers, ...inHex];
  }
  return [...hits, ...strangers];
}

/** The backslashes that stand in a row before a place. */
function backslashesBefore(text: string, at: number): number {
  let count = 0;
  while (text[at - 1 - count] === '\\') count += 1;
  return count;
}

/** Where the escape of JSON begins that a place is within; the place where it is within none. */
function startOfEscape(text: string, at: number): number {
  for (let back = 1; back <= 5; back += 1) {
    const from = at - back;
    if (text[from] !== '\\' || backslashesBefore(text, from) % 2 !== 0) continue;
    const isInside = text[from + 1] === 'u' || back === 1;
    return isInside ? from : at;
  }
  return at;
}

/** Where the escape of JSON ends that a place is within. */
function endOfEscape(text: string, at: number): number {
  const from = startOfEscape(text, at);
  if (from === at) return at;
  return Math.min(text.length, from + (text[from + 1] === 'u' ? 6 : 2));
}

/** What stands between two parts of one secret where a character of it was changed, or encoded with another. */
const SEAM = /^[\w+/=-]{0,4}$/;

/** A text with stretches of it replaced; those that overlap or adjoin become one, under the first name. */
function replaced(text: string, hits: readonly (TextRange & { readonly label: string })[]): string {
  let out = '';
  let end = 0;
  let before: string | undefined;
  for (const { from, to, label } of hits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const start = startOfEscape(text, from);
    const stop = endOfEscape(text, to);
    if (stop <= end) continue;
    const adjoins = label === before && SEAM.test(text.slice(end, start));
    if (start >= end && !adjoins) out += `${text.slice(end, start)}[${label}]`;
    before = label;
    end = stop;
  }
  return out + text.slice(end);
}

/** The parts of secrets that line breaks or margins divide, where other parts of them are taken out anyway. */
function brokenUp(hits: readonly Hit[], solid: readonly Hit[]): (TextRange & { label: string })[] {
  // Those that adjoin count as well.
  const taken = new TextRanges(solid.map(({ from, to }) => ({ from: from - 1, to: to + 1 })));
  return hits
    .filter((hit) => taken.overlaps(hit))
    .flatMap(({ pieces, label }) => pieces.map((piece) => ({ ...piece, label })));
}

const isJson = (text: string): boolean => parsedJson(text) !== undefined;

const refusal = (label: string): Fault =>
  new Fault(
    'secret-in-output',
    label === UNREGISTERED
      ? 'Nothing was written: the text holds what looks like a real Atlassian token that no setting names. Take it out of the file that it comes from, and revoke it.'
      : `Nothing was written: the text holds ${label} in a form that could not be taken out of it. Please report this, without the text.`,
  );

/**
 * The choke point: a text as it may be written down, with the names of secrets in their place. Everything that leaves
 * the process goes through it. JSON stays JSON.
 *
 * @throws Fault `secret-in-output` where a secret is still recognisable afterwards, or where something has the form of a
 *   real Atlassian token
 */
export function redact(text: string): string {
  const hits = hitsOf(text);
  if (hits.length === 0) return text;
  const solid = hits.filter((hit) => hit.solid);
  const clean = replaced(text, [...solid, ...brokenUp(hits, solid)]);
  const [rest] = hitsOf(clean);
  if (rest) throw refusal(rest.label);
  const [first] = hits;
  if (first && isJson(text) && !isJson(clean)) throw refusal(first.label);
  return clean;
}

/**
 * A text that a server sent, without secrets: where a secret cannot be taken out of it, nothing of the text is left. For
 * what is kept in memory; it never fails, because a server must not be able to end a run.
 */
export function redactReceived(text: string): string {
  const hits = hitsOf(text);
  if (hits.length === 0) return text;
  const clean = replaced(text, hits);
  const [rest] = hitsOf(clean);
  return rest ? `[withheld: ${rest.label}]` : clean;
}
