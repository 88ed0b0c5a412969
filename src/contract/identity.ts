import { syntheticToken } from './synthetic-token.ts';

/** The accounts and tokens of the person who runs the contract, from which the credentials are made. */
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
  /** The email that belongs to the scoped tokens. */
  readonly scopedEmail: string;
  /** A user's token with scopes; it looks the same as a classic token. */
  readonly scopedToken: string;
  /** A service account's token, which has scopes too. */
  readonly serviceToken: string;
  /** The token that works at the gateway: the scoped token or the service account's. */
  readonly gatewayToken: string;
  /** A scoped token without the scope that the operation needs. */
  readonly underScopedToken: string;
  readonly deactivatedEmail: string;
  readonly deactivatedToken: string;
  readonly password: string;
  readonly adminKey: string;
  readonly revokedAdminKey: string;
  /** A working token that is about to be revoked, to measure how long it still works. */
  readonly watchedToken: string;
  /** The same for an Admin API key. */
  readonly watchedAdminKey: string;
}

/** Replaces a real identity wherever Jira itself is not asked. None of its values works anywhere. */
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
