import { Pseudonyms } from './pseudonyms.ts';
import { redactReceived } from '../secrets/redaction.ts';

/** A value of a site that is replaced in everything stored, and its replacement. */
export interface Replacement {
  readonly kind: 'host' | 'name' | 'project' | 'issue' | 'cloud-id';
  readonly value: string;
  readonly by: string;
}

/** Keys of a body whose values are personal data, and the kind of each. */
const PERSONAL: ReadonlyMap<string, string> = new Map([
  ['accountId', 'account'],
  ['emailAddress', 'person'],
  ['displayName', 'name'],
  ['publicName', 'name'],
  ['self', 'url'],
]);

/** Returns a pattern for a character as it may be written: literally, in a URL, in JSON or in HTML. */
const spellingsOf = (char: string): string => {
  const hex = char.charCodeAt(0).toString(16).padStart(2, '0');
  const plain = char.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return `(?:\\\\?${plain}|%(?:25)?${hex}|\\\\u00${hex}|\\\\x${hex}|&#0*${char.charCodeAt(0)};|&#x0*${hex};)`;
};

const AT = spellingsOf('@');
const COLON = spellingsOf(':');

/** Patterns of personal data in any text, the most specific first. Each runs in linear time. */
const PATTERNS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  {
    kind: 'person',
    pattern: new RegExp(String.raw`[\w.+-]{1,64}${AT}[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`, 'gi'),
  },
  {
    // `557058:…` and `712020:…` are accounts of people, `qm:…` of customers, `ug:…` of groups.
    kind: 'account',
    pattern: new RegExp(
      String.raw`(?<![\w-])(?:\d{4,8}|qm|ug)${COLON}[0-9a-f]{8}-[0-9a-f-]{27}(?:${COLON}[0-9a-f-]{36})?(?![\w-])`,
      'gi',
    ),
  },
  {
    // A customer's account has two ids, which may have any form.
    kind: 'account',
    pattern: new RegExp(
      String.raw`(?<![\w-])(?:qm|ug)${COLON}[\w-]{6,64}(?:${COLON}[\w-]{1,64})?(?![\w-])`,
      'gi',
    ),
  },
  { kind: 'account', pattern: /(?<![\w-])[0-9a-f]{24}(?![\w-])/gi },
];

const URL_PATTERN = /https?:\/\/[^\s"'<>\\]+/gi;

const PERSONAL_URL = /avatar|gravatar|accountid|user/i;

/** A word also starts after a percent-encoded character: `%2FABC-1`. */
const wordStart = (before: string): string => `(?:(?<!${before})|(?<=%[0-9a-fA-F]{2}))`;

/** Patterns for the ways in which a value of the site can be written, by kind. */
const SITE_PATTERNS: Record<Replacement['kind'], (value: string) => RegExp> = {
  host: (value) => new RegExp(Array.from(value, spellingsOf).join(''), 'gi'),
  // Variable names have an underscore in place of a hyphen.
  name: (value) =>
    new RegExp(
      `${wordStart('[a-z0-9]')}${Array.from(value, (char) => (/[_-]/.test(char) ? '(?:[_-]|%2d|%5f)' : spellingsOf(char))).join('')}(?![a-z0-9])`,
      'gi',
    ),
  // In an issue key or a path, in any letter case; alone, only in upper case, because many project keys are words.
  project: (value) => {
    const any = Array.from(value, (char) => `[${char.toLowerCase()}${char.toUpperCase()}]`).join('');
    const path = '(?<=project(?:s|Keys?|IdOrKey)?(?:[ +]|%20){0,2}(?:/|=|%2[fF]|%3[dD])(?:[ +]|%20){0,2})';
    return new RegExp(
      `${wordStart('[A-Za-z0-9_]')}(?:${any}(?=(?:-|%2[dD])\\d)|${path}${any}|${value.toUpperCase()})(?![A-Za-z0-9_])`,
      'g',
    );
  },
  issue: (value) =>
    new RegExp(`${wordStart('[a-z0-9_]')}${Array.from(value, spellingsOf).join('')}(?![a-z0-9_])`, 'gi'),
  // With and without hyphens.
  'cloud-id': (value) => new RegExp(value.replaceAll('-', '(?:-|%2d)?'), 'gi'),
};

/** The order of replacement: an issue key contains its project key. */
const ORDER: readonly Replacement['kind'][] = ['cloud-id', 'host', 'issue', 'project', 'name'];

/**
 * Maximum number of values learned from bodies (on a site with more people, the others are not learned), and their
 * length in characters.
 */
const MAX_LEARNED = 2000;
const LEARNED_LENGTH = { min: 3, max: 200 };

/** Maximum number of values of a body that are inspected, and maximum depth. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 32;

/** First placeholder, from the unassigned characters of Unicode: supplementary private use area A. */
const FIRST_PLACEHOLDER = 0xf_00_00;

const isWordUnit = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_-]/u.test(char);

/** Replaces a value only if it is a whole word: a short name must not be replaced inside another word. */
function withoutWord(text: string, value: string, by: string): string {
  let out = '';
  let end = 0;
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    if (isWordUnit(text[at - 1]) || isWordUnit(text[at + value.length])) continue;
    out += text.slice(end, at) + by;
    end = at + value.length;
  }
  return out + text.slice(end);
}

/**
 * Removes personal data and, if requested, the name of the site from texts, consistently everywhere. Values learned
 * from bodies are replaced only in texts, never in keys and headers, whose words have a meaning.
 */
export class Anonymiser {
  readonly #pseudonyms = new Pseudonyms();
  /** Learned values and their replacements. */
  readonly #learned = new Map<string, string>();
  #sorted: readonly (readonly [string, string])[] | undefined;
  #replacements: readonly { readonly pattern: RegExp; readonly by: string; readonly rank: number }[] = [];

  /** @param replacements the values of the site that are replaced everywhere */
  constructor(replacements: readonly Replacement[] = []) {
    for (const entry of replacements) this.replace(entry);
  }

  /** Adds a value that is replaced everywhere. */
  replace({ kind, value, by }: Replacement): void {
    const entry = { pattern: SITE_PATTERNS[kind](value), by, rank: ORDER.indexOf(kind) };
    this.#replacements = [...this.#replacements, entry].toSorted((a, b) => a.rank - b.rank);
  }

  /** Returns the pseudonym of a value; the same value of a kind always gets the same one. */
  pseudonymOf(kind: string, value: string): string {
    // Headers percent-encode account ids, bodies do not, and their letter case does not matter.
    const plain = kind === 'account' ? value.replaceAll(new RegExp(COLON, 'gi'), ':').toLowerCase() : value;
    return this.#pseudonyms.pseudonymOf(kind, plain);
  }

  /** Learns the personal data in a body, to replace it elsewhere too. */
  learn(value: unknown): void {
    const open: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
    for (let looked = 0; looked < MAX_VALUES; looked += 1) {
      const next = open.pop();
      if (next === undefined) return;
      if (typeof next.value !== 'object' || next.value === null || next.depth > MAX_DEPTH) continue;
      const isList = Array.isArray(next.value);
      for (const [key, item] of Object.entries(next.value)) {
        const kind = isList ? undefined : PERSONAL.get(key);
        if (typeof item === 'object') open.push({ value: item, depth: next.depth + 1 });
        else if (kind !== undefined && typeof item === 'string') this.#learn(kind, item);
      }
    }
  }

  #learn(kind: string, value: string): void {
    const { min, max } = LEARNED_LENGTH;
    if (value.length < min || value.length > max || this.#learned.size >= MAX_LEARNED) return;
    if (this.#learned.has(value)) return;
    this.#learned.set(value, this.pseudonymOf(kind, value));
    this.#sorted = undefined;
  }

  /** Returns a header or a name without secrets, recognisable personal data and the site. */
  anonymise(text: string): string {
    let out = redactReceived(text);
    out = out.replaceAll(URL_PATTERN, (found) =>
      PERSONAL_URL.test(found) ? this.pseudonymOf('url', found) : found,
    );
    for (const { kind, pattern } of PATTERNS) {
      out = out.replaceAll(pattern, (found) => this.pseudonymOf(kind, found));
    }
    return this.anonymiseSite(out);
  }

  /**
   * Returns a text of a body without secrets, recognisable or learned personal data and the site. Stored texts are
   * short.
   */
  anonymiseText(text: string): string {
    let out = redactReceived(text);
    this.#sorted ??= [...this.#learned].toSorted(([a], [b]) => b.length - a.length);
    for (const [value, by] of this.#sorted) out = withoutWord(out, value, by);
    return this.anonymise(out);
  }

  /** Returns a text of this tool without the site; its words have no other meaning. */
  anonymiseSite(text: string): string {
    // A replacement must not match the next pattern, so a placeholder stands in for it at first.
    const withPlaceholders = this.#replacements.reduce(
      (out, { pattern }, i) => out.replaceAll(pattern, String.fromCodePoint(FIRST_PLACEHOLDER + i)),
      text,
    );
    return this.#replacements.reduce(
      (out, { by }, i) => out.replaceAll(String.fromCodePoint(FIRST_PLACEHOLDER + i), () => by),
      withPlaceholders,
    );
  }

  /**
   * Returns a key of a body. A key that no programmer would choose is data, such as the name of a person or a
   * customer, and gets a pseudonym; so does a key with a secret or personal data.
   */
  anonymiseKey(key: string): string {
    const isName = key.length <= MAX_KEY && KEY_NAME.test(key);
    if (isName && this.anonymise(key) === key) return key;
    return this.pseudonymOf('key', key.slice(0, KEY_IDENTITY_LENGTH));
  }
}

/** The form of keys in Jira's bodies: `accountId`, `16x16`, `customfield_10010`, `com.acme.addon`. */
const KEY_NAME = /^[\w$*][\w$.:-]*$/;
const MAX_KEY = 100;

/** Number of leading characters that distinguish a longer key from others. */
const KEY_IDENTITY_LENGTH = 1000;
