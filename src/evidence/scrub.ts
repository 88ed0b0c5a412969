import { Pseudonyms } from './pseudonyms.ts';

/** What of a site is replaced in all that is kept, and what stands in its place. */
export interface Replacement {
  readonly value: string;
  readonly by: string;
}

/** Values that belong to somebody, told by the key under which a body gives them. */
const PERSONAL: Readonly<Record<string, string>> = {
  accountId: 'account',
  emailAddress: 'person',
  displayName: 'name',
  self: 'url',
};

/** What looks like a person's data wherever it stands, the first kinds first. */
const PATTERNS: readonly { readonly kind: string; readonly pattern: RegExp }[] = [
  { kind: 'url', pattern: /https?:\/\/[^\s"'<>\\]*(?:avatar|gravatar|accountId|user)[^\s"'<>\\]*/gi },
  { kind: 'person', pattern: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g },
  { kind: 'account', pattern: /\b\d{4,8}(?::|%3A)[0-9a-f]{8}-[0-9a-f-]{27}\b/gi },
  { kind: 'account', pattern: /\b[0-9a-f]{24}\b/g },
];

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Takes the data of people and, where asked, the name of the site out of texts, in the same way everywhere. */
export class Scrubber {
  readonly #pseudonyms = new Pseudonyms();
  /** Values that were learned, by what stands in their place. */
  readonly #learned = new Map<string, string>();
  #replacements: readonly Replacement[];

  /**
   * @param replacements what of the site is replaced wherever it stands
   * @param words what is replaced only where it is a whole word, such as the key of a project
   */
  constructor(replacements: readonly Replacement[], words: readonly Replacement[] = []) {
    this.#replacements = replacements;
    for (const { value, by } of words) this.#learned.set(value, by);
  }

  /** Replaces one more value wherever it stands. */
  replace(replacement: Replacement): void {
    this.#replacements = [...this.#replacements, replacement];
  }

  /** The same name for the same value of a kind. */
  name(kind: string, value: string): string {
    // A header gives an account id URL-encoded, a body does not.
    return this.#pseudonyms.of(kind, value.replaceAll(/%3A/gi, ':'));
  }

  /** Learns whose data a body holds, so that it is found elsewhere, too. */
  learn(value: unknown, depth = 0): void {
    // Jira nests a few levels; a body that nests thousands means harm.
    if (typeof value !== 'object' || value === null || depth > 50) return;
    for (const [key, item] of Object.entries(value)) {
      const kind = Array.isArray(value) ? undefined : PERSONAL[key];
      if (typeof item !== 'string') this.learn(item, depth + 1);
      else if (kind !== undefined && item.length >= 3) this.#learned.set(item, this.name(kind, item));
    }
  }

  /** The text with all of it replaced. */
  scrub(text: string): string {
    let out = text;
    for (const { value, by } of this.#replacements) out = out.replaceAll(value, by);
    for (const { kind, pattern } of PATTERNS)
      out = out.replaceAll(pattern, (found) => this.name(kind, found));
    const learned = [...this.#learned].toSorted(([a], [b]) => b.length - a.length);
    for (const [value, by] of learned) {
      // A whole word: a short name must not be found within another word.
      const whole = new RegExp(String.raw`(?<![\w-])${escape(value)}(?![\w-])`, 'g');
      out = out.replaceAll(whole, by);
    }
    return out;
  }
}
