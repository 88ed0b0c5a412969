import { syntheticToken } from './synthetic-token.ts';

/** What the credentials are made of: the accounts and tokens of one person who runs the contract. */
export interface Identity {
  readonly email: string;
  readonly apiToken: string;
  /** Email of another existing account. */
  readonly otherEmail: string;
  /** An email that no account has. */
  readonly unknownEmail: string;
  /** A well-formed token that was never issued. */
  readonly neverIssuedToken: string;
  readonly revokedToken: string;
  readonly expiredToken: string;
  /** The email that goes with the tokens that have scopes. */
  readonly scopedEmail: string;
  /** A token of a user that was made with scopes; it cannot be told from a classic one by looking. */
  readonly scopedToken: string;
  /** A token of a service account, which has scopes, too. */
  readonly serviceToken: string;
  /** The token that works at the gateway, whichever of the two it is. */
  readonly gatewayToken: string;
  /** A scoped token without the scope that the operation needs. */
  readonly underScopedToken: string;
  readonly deactivatedEmail: string;
  readonly deactivatedToken: string;
  readonly password: string;
  readonly adminKey: string;
  readonly revokedAdminKey: string;
  /** A working token that somebody is about to revoke, to see how long it goes on working. */
  readonly watchedToken: string;
  /** The same of an Admin API key. */
  readonly watchedAdminKey: string;
}

/** Stands in for a person wherever Jira itself is not asked. Nothing of it works anywhere. */
export const SYNTHETIC_IDENTITY: Identity = {
  email: 'owner@example.com',
  apiToken: syntheticToken('valid'),
  otherEmail: 'colleague@example.com',
  unknownEmail: 'nobody@example.com',
  neverIssuedToken: syntheticToken('never-issued'),
  revokedToken: syntheticToken('revoked'),
  expiredToken: syntheticToken('expired'),
  scopedEmail: 'owner@example.com',
  scopedToken: syntheticToken('scoped'),
  serviceToken: syntheticToken('service', 'service'),
  gatewayToken: syntheticToken('scoped'),
  underScopedToken: syntheticToken('under-scoped'),
  deactivatedEmail: 'former@example.com',
  deactivatedToken: syntheticToken('deactivated'),
  password: 'not-a-real-password',
  adminKey: syntheticToken('admin-key', 'admin'),
  revokedAdminKey: syntheticToken('revoked-admin-key', 'admin'),
  watchedToken: syntheticToken('watched'),
  watchedAdminKey: syntheticToken('watched-admin-key', 'admin'),
};
