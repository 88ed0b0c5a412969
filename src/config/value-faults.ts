import { z } from 'zod';
import { isLoopback } from '../http/allowed-origin.ts';
import { findTokens } from '../secrets/token-scan.ts';
import type { Variable } from './variables.ts';

/** A mistake in a value, described as the end of "JIRA_EMAIL …". The description never contains the value. */
interface ValueFault {
  readonly applies: (value: string) => boolean;
  readonly says: string;
}

const LINE_BREAK: ValueFault = {
  applies: (value) => /[\r\n]/.test(value),
  says: 'contains a line break; paste it as one line without a line break at the end',
};

/** The scheme of an Authorization header, with or without the header's name, in front of a value. */
export const SCHEME = /^(?:authorization\s*:\s*)?(?:basic|bearer)(?::|\s)\s*/i;

const decoded = (value: string): string => Buffer.from(value, 'base64').toString('latin1');

/** Whether a text is the base64 of an email and a secret, as in a Basic Authorization header. */
const isPairInBase64 = (value: string): boolean =>
  /^[\w+/-]+={0,2}$/.test(value) && /^[^\s:@]+@[^\s:@]+:[ -~]+$/.test(decoded(value));

/** Mistakes in tokens, checked before all others. The first that applies is reported. */
const TOKEN_FAULTS: readonly ValueFault[] = [
  LINE_BREAK,
  {
    applies: (value) => SCHEME.test(value),
    says: 'begins with the scheme of a header (Basic or Bearer); give only the token',
  },
  {
    applies: (value) => /\\[rn]$/.test(value),
    says: 'ends with an escaped line break (a backslash and a letter); remove both characters',
  },
  {
    applies: isPairInBase64,
    says: 'is an email and a token in base64, as in a header; give only the token, as it was created',
  },
  {
    applies: (value) => /^AT[A-Z]TT3/.test(decoded(value)),
    says: 'is a token in base64; give the token as it was created',
  },
  {
    applies: (value) => /%3[AD]/i.test(value),
    says: 'is URL-encoded (%3D); paste the token itself',
  },
  {
    applies: (value) => /^[^\s@:]+@[^\s@:]+\.[^\s@:]+$/.test(value),
    says: 'is an email address, not a token',
  },
];

/** Mistakes in values of any kind. The first that applies is reported. */
const FAULTS: readonly ValueFault[] = [
  LINE_BREAK,
  {
    applies: (value) => /^["'“”‘’`]|["'“”‘’`]$/.test(value),
    says: 'begins or ends with a quotation mark; remove it',
  },
  { applies: (value) => /\s/.test(value), says: 'contains white space; remove it' },
  {
    applies: (value) => /[^ -~]/.test(value),
    says: 'contains a character that is not allowed; paste it again',
  },
  {
    applies: (value) =>
      /^<.*>$|^(?:x{3,}|\.{3,}|changeme|todo|placeholder)$|^(?:https:\/\/)?(?:your|my)[-_]|^(?:you|your[-_.]?email)@/i.test(
        value,
      ),
    says: 'still contains a placeholder; replace it with your own value',
  },
];

/** A shorter secret would occur in many texts by chance, and could not be redacted. */
const MIN_PASSWORD_LENGTH = 8;

const TOKEN_LENGTH = { min: 20, max: 1000 };

const DAY = z.iso.date();

const isProxyAddress = ({ protocol, pathname, search, hash }: URL): boolean =>
  ['http:', 'https:'].includes(protocol) && pathname === '/' && search === '' && hash === '';

/** Whether the address of a proxy contains a login, even if it is no valid URL. */
export function hasLogin(address: string): boolean {
  return address.includes('@');
}

function proxyFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url || !isProxyAddress(url)) {
    return 'is not the address of a proxy. Write it as http://host:port, or with a login as http://user:password@host:port (write characters such as @ or / in the password as %40 or %2F)';
  }
  try {
    decodeURIComponent(url.username + url.password);
    return undefined;
  } catch {
    return 'has a login with an invalid % escape; write a literal % as %25';
  }
}

/** Hosts of Office 365 connectors, which Microsoft replaces by workflows: https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using. */
const CONNECTORS = /^(?:outlook\.office(?:365)?\.com|(?:.+\.)?webhook\.office\.com)$/;

/** Returns what is wrong with the address of a webhook. The whole address is a secret, so not even its host is named. */
function webhookFault(value: string): string | undefined {
  const url = URL.parse(value);
  if (!url) return 'is not a URL; paste the whole address, which begins with https://';
  if (url.username || url.password) return 'contains a user name; give the address without it';
  if (url.hash) return 'has a fragment; remove what begins with #';
  if (CONNECTORS.test(url.hostname)) {
    return 'is the address of an Office 365 connector, which Microsoft retires; create a workflow in Teams, and paste its address';
  }
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return undefined;
  return 'must begin with https://: over http, anyone on the way could read the address and the message';
}

function tokenFault(value: string): string | undefined {
  if (value.includes(':')) return 'contains a colon; give only the token, without the email';
  if (value.length < TOKEN_LENGTH.min) return `is too short for a token: it has ${value.length} characters`;
  return value.length > TOKEN_LENGTH.max
    ? `is too long for a token: it has ${value.length} characters`
    : undefined;
}

/** Returns what is wrong with the value of a variable, as the end of "JIRA_EMAIL …", or undefined. */
export function valueFault(variable: Variable, value: string): string | undefined {
  const { secret, pattern, date, proxy, spaces, what } = variable;
  if (proxy) return proxyFault(value);
  if (spaces) return LINE_BREAK.applies(value) ? LINE_BREAK.says : undefined;
  if (secret === 'address') return LINE_BREAK.applies(value) ? LINE_BREAK.says : webhookFault(value);
  if (secret === 'password') {
    if (LINE_BREAK.applies(value)) return LINE_BREAK.says;
    return value.length < MIN_PASSWORD_LENGTH
      ? `is shorter than ${MIN_PASSWORD_LENGTH} characters, which is too short to be redacted reliably`
      : undefined;
  }
  const faults = secret === 'token' ? [...TOKEN_FAULTS, ...FAULTS] : FAULTS;
  const fault = faults.find(({ applies }) => applies(value));
  if (fault) return fault.says;
  if (date && !DAY.safeParse(value).success) return `is not a valid date such as 2027-01-31: ${what}`;
  if (pattern && !pattern.test(value)) return `is not ${what}`;
  if (!secret && findTokens(value).length > 0)
    return 'contains a token, which belongs in a different variable';
  if (secret === 'email' && !/^[^@:]+@[^@:]+\.[^@:]+$/.test(value)) return 'is not an email address';
  return secret === 'token' ? tokenFault(value) : undefined;
}
