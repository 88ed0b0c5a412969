import { SETTING_NAMES as KNOWN } from './own-names.ts';

/** A variable name that is not read, and a suggestion. Contains no value. */
export interface UnknownName {
  readonly variable: string;
  readonly says: string;
}

/** The form of the names of this tool, with any site prefix. */
const OWN_NAME = /^(?:.*_)?(?:JIRA|PACT_BROKER|JTC)_/i;

/** Returns the Levenshtein distance of two texts. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, char] of a.split('').entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (b[j] === char ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const wordsInCommon = (a: string, b: string): number => {
  const words = new Set(b.split('_'));
  return a.split('_').filter((word) => words.has(word)).length;
};

/** Returns the known name that is most similar to a name. */
function nearest(name: string): string {
  const [best] = KNOWN.map((known) => ({
    known,
    distance: editDistance(name.toUpperCase(), known),
    common: wordsInCommon(name.toUpperCase(), known),
  })).toSorted((a, b) => a.distance - b.distance || b.common - a.common || b.known.length - a.known.length);
  return best?.known ?? '';
}

/** Returns the prefix of a name that ends with a known name, or undefined if it does not. */
const prefixBefore = (name: string): string | undefined => {
  // The longest match, because a known name may end with another.
  const ending = KNOWN.filter((known) => name.endsWith(known)).toSorted((a, b) => b.length - a.length)[0];
  return ending === undefined ? undefined : name.slice(0, -ending.length);
};

/** Returns the names that look like a variable of this tool for the site with this prefix, but are not. */
export function misspeltNames(names: Iterable<string>, prefix: string): UnknownName[] {
  return [...names]
    .filter((name) => OWN_NAME.test(name) && name.startsWith(prefix) && prefixBefore(name) === undefined)
    .filter((name) => /^(?:JIRA|PACT_BROKER|JTC)_/i.test(name.slice(prefix.length)))
    .map((name) => ({
      variable: name,
      says: `is not a variable of this tool and is ignored; did you mean ${prefix}${nearest(name.slice(prefix.length))}?`,
    }));
}

/** Returns the `…_JIRA_SITE` variables that are set but whose prefix belongs to no listed site. */
export function unnamedSites(names: Iterable<string>, prefixes: readonly string[]): UnknownName[] {
  return [...names]
    .filter((name) => name.endsWith('_JIRA_SITE') && !prefixes.includes(prefixBefore(name) ?? ''))
    .map((name) => ({
      variable: name,
      says: `is ignored: no site in sites.json has the prefix ${prefixBefore(name)}; list the site there, or name it with --site`,
    }));
}
