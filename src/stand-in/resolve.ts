import { DEAD_PARTS, type Identity } from '../contract/identity.ts';
import type { State } from './behaviours.ts';

/** Returns whether a token has been revoked. */
export type IsRevoked = (token: string) => boolean;

/** Returns user and secret of a Basic value; undefined if it is not base64 or has no user. */
function basicPair(value: string): { user: string; secret: string } | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon > 0 ? { user: text.slice(0, colon), secret: text.slice(colon + 1) } : undefined;
}

const partsOf = (header: string): { scheme: string; value: string } => {
  const [, scheme = '', value = ''] = /^(Basic|Bearer) (\S.*)$/.exec(header) ?? [];
  return { scheme, value };
};

/** Returns the secret in an `Authorization` header; undefined if it has none that can be read. */
export function secretIn(header: string | undefined): string | undefined {
  const { scheme, value } = partsOf(header ?? '');
  return scheme === 'Bearer' ? value : basicPair(value)?.secret;
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
 * Returns how a site interprets an `Authorization` header. The scheme is case-sensitive and followed by exactly one space; a header
 * with `bearer` or two spaces is ignored: https://github.com/brekkylab/backlot/pull/134
 */
export function resolve(header: string | undefined, identity: Identity, isRevoked: IsRevoked): State {
  if (header === undefined) return 'none';
  const { scheme, value } = partsOf(header);
  if (scheme === 'Basic') return basicState(value, identity, isRevoked);
  if (scheme === 'Bearer') return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) ? 'jws-bearer' : 'opaque-bearer';
  return 'other-scheme';
}

/** Whether a login failed in the sense of `x-seraph-loginreason`: a user was given but could not be authenticated. */
export function loginFailed(state: State): boolean {
  return state === 'dead' || state === 'mismatch' || state === 'unusable';
}
