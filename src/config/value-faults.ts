import { z } from 'zod';
import { findTokens } from '../secrets/token-scan.ts';
import type { Variable } from './variables.ts';

/** Something that can be wrong with a value, as the end of "JIRA_EMAIL …". Never shows the value. */
interface ValueFault {
  readonly applies: (value: string) => boolean;
  readonly says: string;
}

const LINE_BREAK: ValueFault = {
  applies: (value) => /[\r\n]/.test(value),
  says: 'holds a line break; paste it as one line, without a line break at its end',
};

/** The scheme of an Authorization header, and the header's name, in front of a value. */
export const SCHEME = /^(?:authorization\s*:\s*)?(?:basic|bearer)(?::|\s)\s*/i;

const decoded = (value: string): string => Buffer.from(value, 'base64').toString('latin1');

/** Whether a text is the base64 of an email and a secret, as an Authorization header of Basic has it. */
const isPairInBase64 = (value: string): boolean =>
  /^[\w+/-]+={0,2}$/.test(value) && /^[^\s:@]+@[^\s:@]+:[ -~]+$/.test(decoded(value));

/** What can be wrong with a token before anything else is looked at, the first that applies. */
const TOKEN_FAULTS: readonly ValueFault[] = [
  LINE_BREAK,
  {
    applies: (value) => SCHEME.test(value),
    says: 'has the scheme of a header in front (Basic or Bearer); give the token alone',
  },
  {
    applies: (value) => /\\[rn]$/.test(value),
    says: 'ends with a line break that is written out as a backslash and a letter; take both off',
  },
  {
    applies: isPairInBase64,
    says: 'is an email and a token in base64, as a header has them; give the token alone, as it was created',
  },
  {
    applies: (value) => /^AT[A-Z]TT3/.test(decoded(value)),
    says: 'is a token in base64; give the token as it was created',
  },
  {
    applies: (value) => /%3[AD]/i.test(value),
    says: 'is written as for a URL (%3D); paste the token itself',
  },
  {
    applies: (value) => /^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/.test(value),
    says: 'is an email address and no token',
  },
];

/** What can be wrong with a value whatever it holds, the first that applies. */
const FAULTS: readonly ValueFault[] = [
  LINE_BREAK,
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

const DAY = z.iso.date();

const isProxyAddress = ({ protocol, pathname, search, hash }: URL): boolean =>
  ['http:', 'https:'].includes(protocol) && pathname === '/' && search === '' && hash === '';

function proxyFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !isProxyAddress(url)) {
    return 'is no address of a proxy. Write it as http://host:port, with a login as http://user:password@host:port (a sign such as @ or / in the password as %40 or %2F)';
  }
  try {
    decodeURIComponent(url.username + url.password);
    return undefined;
  } catch {
    return 'has a login with a % that stands for nothing; write a % itself as %25';
  }
}

function tokenFault(value: string): string | undefined {
  if (value.includes(':')) return 'holds a colon; give the token alone, without the email';
  if (value.length < TOKEN_LENGTH.least) return `is too short for a token: ${value.length} characters`;
  return value.length > TOKEN_LENGTH.most ? `is too long for a token: ${value.length} characters` : undefined;
}

/** What is wrong with a variable's value, as the end of "JIRA_EMAIL …", or undefined. */
export function valueFault(variable: Variable, value: string): string | undefined {
  const { secret, pattern, date, proxy, spaces, what } = variable;
  if (proxy) return proxyFault(value);
  if (spaces) return LINE_BREAK.applies(value) ? LINE_BREAK.says : undefined;
  if (secret === 'password') {
    if (LINE_BREAK.applies(value)) return LINE_BREAK.says;
    return value.length < SHORTEST
      ? `is shorter than ${SHORTEST} characters: too short to be kept out of what is written`
      : undefined;
  }
  const faults = secret === 'token' ? [...TOKEN_FAULTS, ...FAULTS] : FAULTS;
  const fault = faults.find(({ applies }) => applies(value));
  if (fault) return fault.says;
  if (date && !DAY.safeParse(value).success) return `is no day of the calendar, such as 2027-01-31: ${what}`;
  if (pattern && !pattern.test(value)) return `is not ${what}`;
  if (!secret && findTokens(value).length > 0) return 'holds a token, which belongs into another variable';
  if (secret === 'email' && !/^[^@:]+@[^@:]+\.[^@:]+$/.test(value)) return 'is no email address';
  return secret === 'token' ? tokenFault(value) : undefined;
}
