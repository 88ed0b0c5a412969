import { syntheticToken } from './synthetic-token.ts';

/** One value of the person who runs the contract. */
interface Part {
  /** What replaces the real value wherever Jira itself is not asked. It works nowhere. */
  readonly synthetic: string;
  /** Set for a token that was issued once, and that the site no longer accepts. */
  readonly dead?: true;
}

/** The accounts and tokens that the credentials are made of. src/config/variables.ts says which variable provides each. */
const PARTS = {
  email: { synthetic: 'owner@example.com' },
  apiToken: { synthetic: syntheticToken('valid') },
  /** Email of another existing account. */
  otherEmail: { synthetic: 'colleague@example.com' },
  /** An email that no account has. */
  unknownEmail: { synthetic: 'nobody@example.com' },
  /** A well-formed token that was never issued. */
  neverIssuedToken: { synthetic: syntheticToken('never-issued') },
  revokedToken: { synthetic: syntheticToken('revoked'), dead: true },
  expiredToken: { synthetic: syntheticToken('expired'), dead: true },
  /** The email that belongs to the scoped tokens. */
  scopedEmail: { synthetic: 'owner@example.com' },
  /** A user's token with scopes, which looks the same as a classic token. It is dead on the site itself. */
  scopedToken: { synthetic: syntheticToken('scoped'), dead: true },
  /** A service account's token, which has scopes too. */
  serviceToken: { synthetic: syntheticToken('service', 'service'), dead: true },
  /** The token that works at the gateway: the scoped token or the service account's. */
  gatewayToken: { synthetic: syntheticToken('scoped') },
  /** A scoped token without the scope that the operation needs. */
  underScopedToken: { synthetic: syntheticToken('under-scoped'), dead: true },
  deactivatedEmail: { synthetic: 'former@example.com' },
  deactivatedToken: { synthetic: syntheticToken('deactivated'), dead: true },
  password: { synthetic: 'not-a-real-password' },
  adminKey: { synthetic: syntheticToken('admin-key', 'admin') },
  revokedAdminKey: { synthetic: syntheticToken('revoked-admin-key', 'admin') },
  /** A working token that is about to be revoked, to measure how long it still works. */
  watchedToken: { synthetic: syntheticToken('watched') },
  /** The same for an Admin API key. */
  watchedAdminKey: { synthetic: syntheticToken('watched-admin-key', 'admin') },
} as const satisfies Readonly<Record<string, Part>>;

export type IdentityPart = keyof typeof PARTS;

/** The accounts and tokens of the person who runs the contract, from which the credentials are made. */
export type Identity = Readonly<Record<IdentityPart, string>>;

const isPart = (name: string): name is IdentityPart => Object.hasOwn(PARTS, name);

const NAMES: readonly IdentityPart[] = Object.keys(PARTS).filter(isPart);

const isComplete = (values: Readonly<Record<string, string>>): values is Identity =>
  NAMES.every((name) => name in values);

/** Returns an identity with one value for each part. */
export function identityFrom(valueOf: (part: IdentityPart) => string): Identity {
  const values = Object.fromEntries(NAMES.map((name) => [name, valueOf(name)]));
  if (!isComplete(values)) throw new TypeError('A part of the identity is missing.');
  return values;
}

/** Replaces a real identity wherever Jira itself is not asked. None of its values works anywhere. */
export const SYNTHETIC_IDENTITY: Identity = identityFrom((part) => PARTS[part].synthetic);

const isDead = (name: IdentityPart): boolean => 'dead' in PARTS[name];

/** Tokens that were issued once, and that the site no longer accepts. */
export const DEAD_PARTS: readonly IdentityPart[] = NAMES.filter(isDead);
