import { DEAD_PARTS, type Identity } from '../contract/identity.ts';
import type { State } from './behaviours.ts';

/** Whether a token has been revoked by now. */
export type IsRevoked = (token: string) => boolean;

/** User and secret of a Basic value; undefined where it is no base64, or holds no user. */
function basicPair(value: string): { user: string; secret: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? { user: text.slice(0, colon), secret: text.slice(colon + 1) } : undefined;
}

function basicState(value: string, identity: Identity, isRevoked: IsRevoked): State {
  const pair = basicPair(value);
  if (!pair) return 'unreadable';
  const issued = DEAD_PARTS.map((part) => identity[part]);
  if (pair.secret !== '' && (issued.includes(pair.secret) || isRevoked(pair.secret))) return 'dead';
  if (![identity.apiToken, identity.watchedToken].includes(pair.secret)) return 'unusable';
  return pair.user.toLowerCase() === identity.email.toLowerCase() ? 'account' : 'mismatch';
}

/**
 * What a site makes of a header. The scheme is read with its case and exactly one space; whoever sends `bearer`
 * or two spaces sends nothing: https://github.com/brekkylab/backlot/pull/134
 */
export function resolve(header: string | undefined, identity: Identity, isRevoked: IsRevoked): State {
  if (header === undefined) return 'none';
  const [, scheme, value = ''] = /^(Basic|Bearer) (\S.*)$/.exec(header) ?? [];
  if (scheme === 'Basic') return basicState(value, identity, isRevoked);
  if (scheme === 'Bearer') return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? 'jws-bearer' : 'opaque-bearer';
  return 'other-scheme';
}

/** Whether a login failed in the sense of `x-seraph-loginreason`: a user was named, and does not resolve. */
export function loginFailed(state: State): boolean {
  return state === 'dead' || state === 'mismatch' || state === 'unusable';
}
