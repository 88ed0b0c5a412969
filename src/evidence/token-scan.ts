import { createHash } from 'node:crypto';
import { checksum } from '../contract/synthetic-token.ts';

/** Something in a text that looks like a secret of Atlassian's. Never the secret itself. */
export interface TokenSighting {
  readonly kind: string;
  /** Counted from 1. */
  readonly line: number;
  /** As much of it as everybody's tokens have in common. */
  readonly excerpt: string;
  /** Whether the checksum at its end fits: then it is no example. */
  readonly checksumFits: boolean;
}

/** The body of a token in the present form, and of one that was in use until 2023-01. */
const PRESENT = /AT[A-Z]TT3[\w=-]{30,}/g;
const OLD = /(?<![a-z0-9])[a-z0-9]{24}(?![a-z0-9])/g;

/** What base64 makes of `AT?TT3`, with which all present tokens begin, at each of its three alignments. */
const ENCODED = /[\w+/-]{0,400}(?:QVR\wVFQz|[EUk0]FU\w\wRUM|BV[EF]\wUVD[M-P])[\w+/-]{20,}={0,2}/g;

interface Found {
  readonly kind: string;
  readonly at: number;
  readonly token: string;
}

const isSynthetic = (token: string): boolean => {
  // The phrase must fill the token from end to end: a real one could else hide behind it. One character may be another:
  // that is what the contract calls mistyped.
  const body = token
    .replace(/^AT[A-Z]TT3(?:xFfGF0|xFfG)?/, '')
    .replace(/=?[0-9A-F]{8}$/, '')
    .replace(/=$/, '');
  const phrase = /^(-example-com-not-a-real-token-[a-z-]*?)(?=-example-com|$)/.exec(body)?.[1];
  if (phrase === undefined) return false;
  const full = phrase.repeat(Math.ceil(body.length / phrase.length));
  return body.split('').filter((char, i) => char !== full[i]).length <= 1;
};

const fits = (token: string): boolean => {
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  return head !== '' && token.startsWith(head + checksum(head));
};

/** The last four of an old token are the start of the MD5 of the first twenty (trufflehog #649). */
const isOld = (token: string): boolean =>
  createHash('md5').update(token.slice(0, 20)).digest('hex').startsWith(token.slice(20));

const plain = (text: string): Found[] =>
  [...text.matchAll(PRESENT)].map((match) => ({
    kind: match[0].startsWith('ATCTT3') ? 'Admin API key' : 'API token',
    at: match.index,
    token: match[0],
  }));

const encoded = (text: string): Found[] =>
  [...text.matchAll(ENCODED)].flatMap((match) =>
    [0, 1, 2, 3].flatMap((skip) => {
      const decoded = Buffer.from(match[0].slice(skip), 'base64').toString('latin1');
      return plain(decoded).map(({ kind, token }) => ({ kind: `${kind} in base64`, at: match.index, token }));
    }),
  );

const old = (text: string): Found[] =>
  [...text.matchAll(OLD)]
    .filter(([token]) => isOld(token))
    .map((match) => ({ kind: 'API token of before 2023', at: match.index, token: match[0] }));

/** What of a text looks like a secret of Atlassian's and does not say of itself that it is made up. */
export function findTokens(text: string): TokenSighting[] {
  return [...plain(text), ...encoded(text), ...old(text)]
    .filter(({ token }) => !isSynthetic(token))
    .toSorted((a, b) => a.at - b.at)
    .map(({ kind, at, token }) => ({
      kind,
      line: text.slice(0, at).split('\n').length,
      excerpt: `${token.slice(0, 6)}…`,
      checksumFits: fits(token) || isOld(token),
    }));
}
