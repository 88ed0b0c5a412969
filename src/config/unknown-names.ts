import { ALL_VARIABLES } from './variables.ts';

/** A name of a variable that nothing reads, and what may have been meant. Holds no value. */
export interface UnknownName {
  readonly variable: string;
  readonly says: string;
}

const KNOWN = ALL_VARIABLES.filter(({ machine }) => !machine).map(({ name }) => name);

/** A name that a variable of ours could have, whatever the prefix of its site. */
const OURS = /^(?:.*_)?(?:JIRA|PACT_BROKER)_/i;

/** How many characters must be put in, taken out or changed to make one text of another. */
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

/** The known name that is nearest to another one. */
function nearest(name: string): string {
  const [best] = KNOWN.map((known) => ({
    known,
    distance: editDistance(name.toUpperCase(), known),
    common: wordsInCommon(name.toUpperCase(), known),
  })).toSorted((a, b) => a.distance - b.distance || b.common - a.common);
  return best?.known ?? '';
}

/** What stands before the variable that a name ends with, or undefined where it ends with none. */
const prefixBefore = (name: string): string | undefined => {
  // The longest: one name may end like another.
  const ending = KNOWN.filter((known) => name.endsWith(known)).toSorted((a, b) => b.length - a.length)[0];
  return ending === undefined ? undefined : name.slice(0, -ending.length);
};

/** The names that look like a variable of this tool, with the prefix of the site that is asked, and are none. */
export function misspelt(names: Iterable<string>, prefix: string): UnknownName[] {
  return [...names]
    .filter((name) => OURS.test(name) && name.startsWith(prefix) && prefixBefore(name) === undefined)
    .filter((name) => /^(?:JIRA|PACT_BROKER)_/i.test(name.slice(prefix.length)))
    .map((name) => ({
      variable: name,
      says: `is no variable of this tool, and is not read; ${prefix}${nearest(name.slice(prefix.length))} is the nearest that is`,
    }));
}

/** The sites whose variables are set and that nobody asks, because nothing names their prefix. */
export function unnamedSites(names: Iterable<string>, prefixes: readonly string[]): UnknownName[] {
  return [...names]
    .filter((name) => name.endsWith('_JIRA_SITE') && !prefixes.includes(prefixBefore(name) ?? ''))
    .map((name) => ({
      variable: name,
      says: `begins with the prefix of a site that is not asked: no site in sites.json has ${prefixBefore(name)}; name the site there or with --site`,
    }));
}
