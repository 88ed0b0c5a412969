import { findCredential } from '../../contract/credentials.ts';
import { findOperation } from '../../contract/operations.ts';

const SMALL = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven'];

/** Returns a whole number in words up to eleven, and in digits from then on. */
export function numberWords(number: number): string {
  return SMALL[number] ?? String(number);
}

/** Returns names as a list in a sentence: "a", "a and b", "a, b and c". */
export function listWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}

/** "revoked tokens" and "expired tokens" become "revoked and expired tokens". */
function joined(plurals: readonly string[]): string {
  const adjectives = plurals.map((plural) => /^(\w+) tokens$/.exec(plural)?.[1]);
  return adjectives.every((adjective) => adjective !== undefined)
    ? `${listWords(adjectives)} tokens`
    : listWords(plurals);
}

const KIND_OF = { invalid: 'dead token', valid: 'valid token', none: 'credential' } as const;

/** Returns credentials as a number of kinds: "five kinds of dead token". One credential is named. */
export function countedCredentials(names: readonly string[]): string {
  const [first] = names;
  if (first === undefined) return 'a credential';
  if (names.length === 1) return findCredential(first)?.plural ?? first;
  const standings = new Set(names.map((name) => findCredential(name)?.standing));
  const [standing] = standings;
  const kind = standings.size === 1 && standing ? KIND_OF[standing] : 'credential';
  return `${numberWords(names.length)} kinds of ${kind}`;
}

const ALL_OF = { invalid: 'dead tokens', valid: 'valid tokens', none: 'anonymous callers' } as const;

/** Returns credentials by what they have in common, in as little room as possible: "dead tokens". */
export function generalCredentials(names: readonly string[]): string {
  const standings = new Set(names.map((name) => findCredential(name)?.standing));
  const [standing] = standings;
  return standings.size === 1 && standing ? ALL_OF[standing] : 'credentials';
}

/** Number of credentials up to which a headline names them. */
const MAX_NAMED = 2;

/** Returns credentials by name if they are few, and counted otherwise. */
export function namedCredentials(names: readonly string[]): string {
  if (names.length === 0 || names.length > MAX_NAMED) return countedCredentials(names);
  return joined(names.map((name) => findCredential(name)?.plural ?? name));
}

/** Returns operations by name if there is one, and counted otherwise: "v3 project/search", "3 operations". */
export function operationWords(ids: readonly string[]): string {
  const [first = ''] = ids;
  return ids.length === 1 ? (findOperation(first)?.short ?? first) : `${ids.length} operations`;
}

/** Shortens a text to a number of characters, at a blank if there is one. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const start = text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = start.lastIndexOf(' ');
  return `${(space > max / 2 ? start.slice(0, space) : start).replace(/[\s,;:.–-]+$/, '')}…`;
}
