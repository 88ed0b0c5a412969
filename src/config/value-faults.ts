import { findTokens } from '../evidence/token-scan.ts';
import type { Variable } from './variables.ts';

/** What can be wrong with a value whatever it holds, the first that applies is told. Never shows the value. */
const FAULTS: readonly { readonly applies: (value: string) => boolean; readonly says: string }[] = [
  { applies: (value) => /[\r\n]/.test(value), says: 'holds a line break; paste it as one line' },
  {
    applies: (value) => /^["'“”‘’`]|["'“”‘’`]$/.test(value),
    says: 'has a quotation mark around it; take it off',
  },
  { applies: (value) => /\s/.test(value), says: 'holds white space; take it out' },
  {
    applies: (value) => /[^ -~]/.test(value),
    says: 'holds a character that no such value has; paste it again',
  },
  {
    applies: (value) =>
      /^<.*>$|^(?:x{3,}|\.{3,}|changeme|todo|placeholder)$|^(?:https:\/\/)?(?:your|my)[-_]|^(?:you|your[-_.]?email)@/i.test(
        value,
      ),
    says: 'still holds a placeholder; put your own value in its place',
  },
];

/** A shorter secret would be found in half of all texts, and could not be kept out of them. */
const SHORTEST = 8;

const TOKEN_LENGTH = { least: 20, most: 1000 };

/** What is wrong with a variable's value, as the end of "JIRA_EMAIL …", or undefined. */
export function valueFault({ secret, pattern, what }: Variable, value: string): string | undefined {
  if (secret === 'password') {
    if (/[\r\n]/.test(value)) return 'holds a line break; paste it as one line';
    return value.length < SHORTEST
      ? `is shorter than ${SHORTEST} characters: too short to be kept out of what is written`
      : undefined;
  }
  const fault = FAULTS.find(({ applies }) => applies(value));
  if (fault) return fault.says;
  if (pattern && !pattern.test(value)) return `is not ${what}`;
  if (!secret && findTokens(value).length > 0) return 'holds a token, which belongs into another variable';
  if (secret === 'email' && !/^[^@:]+@[^@:]+\.[^@:]+$/.test(value)) return 'is no email address';
  if (secret !== 'token') return undefined;
  if (value.includes(':')) return 'holds a colon; give the token alone, without the email';
  if (value.length < TOKEN_LENGTH.least) return `is too short for a token: ${value.length} characters`;
  return value.length > TOKEN_LENGTH.most ? `is too long for a token: ${value.length} characters` : undefined;
}
