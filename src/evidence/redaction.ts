import { mistype } from '../contract/authorization.ts';
import { Fault } from '../contract/fault.ts';
import { encodedRunReadings } from './encoded-runs.ts';
import { codesOf, FILLERS } from './escapes.ts';
import {
  asWritten,
  byteListReadings,
  hasLooseParts,
  isSolid,
  placeOf,
  unescapedReadings,
  type Reading,
} from './readings.ts';
import { SecretIndex } from './secret-index.ts';
import { MIN_SECRET_LENGTH, writingsOf, type SecretKind } from './secret-writings.ts';
import { atlassianTokens } from './token-scan.ts';

export type { SecretKind } from './secret-writings.ts';

// One for the whole process, on purpose: whoever writes anything must go through it, and needs no reference to it.
let index = new SecretIndex();
const registered = new Set<string>();

/** Whether a registered secret holds what a reading leaves out, such as a space: then words must stay apart, too. */
let hasSpacedSecret = false;

/** The shortest token or password that can be told from other text. */
const MIN_LENGTH: Record<SecretKind, number> = { token: 8, password: 8, email: MIN_SECRET_LENGTH };

/** Variants of a secret that must be redacted, too: of a token what the contract makes of it with a character changed. */
const VARIANTS: Record<SecretKind, (value: string) => readonly string[]> = {
  token: (value) => [value, mistype(value)],
  email: (value) => [value],
  password: (value) => [value],
};

/**
 * Registers a secret under the name that is shown in its place.
 *
 * @throws Fault `bad-config` where the value is too short to be told from other text
 */
export function keepSecret(label: string, value: string, kind: SecretKind = 'token'): void {
  if (value.length < MIN_LENGTH[kind]) {
    throw new Fault('bad-config', `${label} is too short to be kept out of what is written down.`);
  }
  const key = `${kind} ${label} ${value}`;
  if (registered.has(key)) return;
  registered.add(key);
  hasSpacedSecret ||= codesOf(value).some((code) => FILLERS.has(code));
  for (const one of VARIANTS[kind](value)) {
    for (const writing of writingsOf(one, kind)) index.add(writing, label);
  }
}

/** For tests: knows of no secret again. */
export function forgetSecrets(): void {
  index = new SecretIndex();
  registered.clear();
  hasSpacedSecret = false;
}

/** A stretch of a text that gives a secret away. */
interface Hit {
  readonly from: number;
  readonly to: number;
  readonly label: string;
  /** It can be taken out without anything else: no line break, tag or margin stands between its characters. */
  readonly solid: boolean;
}

/** How a secret that no setting names is called. */
const UNREGISTERED = 'an Atlassian token';

const hitsIn = (reading: Reading): Hit[] =>
  index.find(reading).map(({ from, to, label }) => ({
    ...placeOf(reading, from, to),
    label,
    solid: isSolid(reading, from, to),
  }));

/** Every place of a text at which a secret can be read, in whatever way. */
function hitsOf(text: string): Hit[] {
  const written = asWritten(text);
  const unescaped = unescapedReadings(written, 'unescaped');
  const loose = hasLooseParts(text) ? unescapedReadings(written, 'loose') : [];
  const spaced = hasSpacedSecret ? unescapedReadings(written, 'escapes') : [];
  const readings = [written, ...spaced, ...unescaped, ...loose];
  const foreign = readings.flatMap((reading) =>
    atlassianTokens(reading).map(({ from, to }) => ({
      ...placeOf(reading, from, to),
      label: UNREGISTERED,
      solid: false,
    })),
  );
  if (index.isEmpty) return foreign;
  return [
    ...readings.flatMap(hitsIn),
    ...byteListReadings(written)
      .flatMap(hitsIn)
      .map((hit) => ({ ...hit, solid: false })),
    // A run of base64 is taken out whole.
    ...[...encodedRunReadings(text)].flatMap(hitsIn).map((hit) => ({ ...hit, solid: true })),
    ...foreign,
  ];
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
    const isInside = text[from + 1] === 'u' ? back <= 5 : back === 1;
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

/** A text with stretches of it replaced; those that overlap become one, under the first name. */
function replaced(text: string, hits: readonly Hit[]): string {
  let out = '';
  let end = 0;
  for (const { from, to, label } of hits.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const start = startOfEscape(text, from);
    const stop = endOfEscape(text, to);
    if (stop <= end) continue;
    if (start >= end) out += `${text.slice(end, start)}[${label}]`;
    end = stop;
  }
  return out + text.slice(end);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

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
  const clean = replaced(
    text,
    hits.filter(({ solid }) => solid),
  );
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
