import { Pseudonyms } from './pseudonyms.ts';
import { redactReceived } from '../secrets/redaction.ts';

/** What of a site is replaced in all that is kept, and what stands in its place. */
export interface Replacement {
  readonly kind: 'host' | 'name' | 'project' | 'issue' | 'cloud-id';
  readonly value: string;
  readonly by: string;
}

/** Values that belong to somebody, by the key under which a body gives them. */
const PERSONAL: ReadonlyMap<string, string> = new Map([
  ['accountId', 'account'],
  ['emailAddress', 'person'],
  ['displayName', 'name'],
  ['publicName', 'name'],
  ['self', 'url'],
]);

/** How a character may be written in a text, beside as it is: in a URL, in JSON, in HTML. */
const written = (char: string): string => {
  const hex = char.charCodeAt(0).toString(16).padStart(2, '0');
  const plain = char.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);
  return `(?:\\\\?${plain}|%(?:25)?${hex}|\\\\u00${hex}|\\\\x${hex}|&#0*${char.charCodeAt(0)};|&#x0*${hex};)`;
};

const AT = written('@');
const COLON = written(':');

/** What looks like a person's data wherever it stands, the first kinds first. Each pattern takes linear time. */
const PATTERNS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  {
    kind: 'person',
    pattern: new RegExp(String.raw`[\w.+-]{1,64}${AT}[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`, 'gi'),
  },
  {
    // `557058:…` and `712020:…` are accounts of people, `qm:…` those of customers, `ug:…` those of groups.
    kind: 'account',
    pattern: new RegExp(
      String.raw`(?<![\w-])(?:\d{4,8}|qm|ug)${COLON}[0-9a-f]{8}-[0-9a-f-]{27}(?:${COLON}[0-9a-f-]{36})?(?![\w-])`,
      'gi',
    ),
  },
  {
    // A customer's account has two ids, which need not be in the usual form.
    kind: 'account',
    pattern: new RegExp(
      String.raw`(?<![\w-])(?:qm|ug)${COLON}[\w-]{6,64}(?:${COLON}[\w-]{1,64})?(?![\w-])`,
      'gi',
    ),
  },
  { kind: 'account', pattern: /(?<![\w-])[0-9a-f]{24}(?![\w-])/gi },
];

const URL_PATTERN = /https?:\/\/[^\s"'<>\\]+/gi;

const NAMES_SOMEBODY = /avatar|gravatar|accountid|user/i;

/** Behind a character that is percent-encoded a word begins, too: `%2FABC-1`. */
const begins = (before: string): string => `(?:(?<!${before})|(?<=%[0-9a-fA-F]{2}))`;

/** How a value of a site can be written, by its kind. */
const SITE_PATTERNS: Record<Replacement['kind'], (value: string) => RegExp> = {
  host: (value) => new RegExp(Array.from(value, written).join(''), 'gi'),
  // In the name of a variable a hyphen is an underscore.
  name: (value) =>
    new RegExp(
      `${begins('[a-z0-9]')}${Array.from(value, (char) => (/[_-]/.test(char) ? '(?:[_-]|%2d|%5f)' : written(char))).join('')}(?![a-z0-9])`,
      'gi',
    ),
  // In the key of an issue and in a path in any letter case; by itself as it is: many keys are words.
  project: (value) => {
    const any = Array.from(value, (char) => `[${char.toLowerCase()}${char.toUpperCase()}]`).join('');
    const path = '(?<=project(?:s|Keys?|IdOrKey)?(?:[ +]|%20){0,2}(?:/|=|%2[fF]|%3[dD])(?:[ +]|%20){0,2})';
    return new RegExp(
      `${begins('[A-Za-z0-9_]')}(?:${any}(?=(?:-|%2[dD])\\d)|${path}${any}|${value.toUpperCase()})(?![A-Za-z0-9_])`,
      'g',
    );
  },
  issue: (value) =>
    new RegExp(`${begins('[a-z0-9_]')}${Array.from(value, written).join('')}(?![a-z0-9_])`, 'gi'),
  // With and without its hyphens.
  'cloud-id': (value) => new RegExp(value.replaceAll('-', '(?:-|%2d)?'), 'gi'),
};

/** The order in which they are replaced: an issue's key holds that of its project. */
const ORDER: readonly Replacement['kind'][] = ['cloud-id', 'host', 'issue', 'project', 'name'];

/** Number of values that are learned from bodies, and how long they are: of a site with more people the rest is not. */
const MAX_LEARNED = 2000;
const LEARNED_LENGTH = { least: 3, most: 200 };

/** Number of values of a body that are looked at, and how deep. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 32;

/** The first of the characters of Unicode that nobody gives a meaning: supplementary private use area A. */
const MARKS = 0xf_00_00;

const isWordUnit = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}_-]/u.test(char);

/** A text with one value replaced where it is a whole word: a short name must not be found within another word. */
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
 * Takes the data of people and, where asked, the name of the site out of texts, in the same way everywhere. What was
 * learned from bodies is replaced in texts alone, never in keys and headers, whose words have a meaning.
 */
export class Anonymiser {
  readonly #pseudonyms = new Pseudonyms();
  /** Values that were learned, by what stands in their place. */
  readonly #learned = new Map<string, string>();
  #sorted: readonly (readonly [string, string])[] | undefined;
  #replacements: readonly { readonly pattern: RegExp; readonly by: string; readonly rank: number }[] = [];

  /** @param replacements what of the site is replaced wherever it stands */
  constructor(replacements: readonly Replacement[] = []) {
    for (const one of replacements) this.replace(one);
  }

  /** Replaces one more value wherever it stands. */
  replace({ kind, value, by }: Replacement): void {
    const one = { pattern: SITE_PATTERNS[kind](value), by, rank: ORDER.indexOf(kind) };
    this.#replacements = [...this.#replacements, one].toSorted((a, b) => a.rank - b.rank);
  }

  /** The same name for the same value of a kind. */
  name(kind: string, value: string): string {
    // A header gives an account id URL-encoded, a body does not; letter case makes no difference in it.
    const plain = kind === 'account' ? value.replaceAll(new RegExp(COLON, 'gi'), ':').toLowerCase() : value;
    return this.#pseudonyms.of(kind, plain);
  }

  /** Learns whose data a body holds, so that it is found elsewhere, too. */
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
    const { least, most } = LEARNED_LENGTH;
    if (value.length < least || value.length > most || this.#learned.size >= MAX_LEARNED) return;
    if (this.#learned.has(value)) return;
    this.#learned.set(value, this.name(kind, value));
    this.#sorted = undefined;
  }

  /** A header or a name without secrets, without what looks like a person's data, and without the site. */
  anonymise(text: string): string {
    let out = redactReceived(text);
    out = out.replaceAll(URL_PATTERN, (found) =>
      NAMES_SOMEBODY.test(found) ? this.name('url', found) : found,
    );
    for (const { kind, pattern } of PATTERNS) {
      out = out.replaceAll(pattern, (found) => this.name(kind, found));
    }
    return this.withoutSite(out);
  }

  /** A text of a body: the same, and without what was learned. Texts that are kept are short. */
  anonymiseText(text: string): string {
    let out = redactReceived(text);
    this.#sorted ??= [...this.#learned].toSorted(([a], [b]) => b.length - a.length);
    for (const [value, by] of this.#sorted) out = withoutWord(out, value, by);
    return this.anonymise(out);
  }

  /** A text of ours without the site: its words have no other meaning. */
  withoutSite(text: string): string {
    // What was put in must not be taken for what is looked for next: a character without a meaning stands for it.
    const marked = this.#replacements.reduce(
      (out, { pattern }, i) => out.replaceAll(pattern, String.fromCodePoint(MARKS + i)),
      text,
    );
    return this.#replacements.reduce(
      (out, { by }, i) => out.replaceAll(String.fromCodePoint(MARKS + i), () => by),
      marked,
    );
  }

  /**
   * A key of a body. One that no programmer would choose is data, such as the name of a person or of a customer, and
   * gets a name of its own; so does one that holds a secret or a person's data.
   */
  key(key: string): string {
    const isName = key.length <= MAX_KEY && KEY_NAME.test(key);
    if (isName && this.anonymise(key) === key) return key;
    return this.name('key', key.slice(0, LONGEST_KEY));
  }
}

/** What the keys of Jira's bodies look like: `accountId`, `16x16`, `customfield_10010`, `com.acme.addon`. */
const KEY_NAME = /^[\w$*][\w$.:-]*$/;
const MAX_KEY = 100;

/** As much of a longer key as tells it from others. */
const LONGEST_KEY = 1000;
