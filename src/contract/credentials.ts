import { gatewayAuthorization, basic, basicOfText, mistype, truncate } from './authorization.ts';
import { Fault } from '../fault.ts';
import type { Identity } from './identity.ts';
import type { OperationId } from './operations.ts';
import { basicWord, mistypedWord, ownWord, scopedWord } from './shell-words.ts';

/** Where a credential is sent: to the site's own URL, to the gateway in front of all sites, or to the Admin API. */
export type Place = 'site' | 'gateway' | 'admin';

/**
 * What a credential should achieve: `valid` should act as its account, `none` sends no credential, and `invalid`
 * should be refused by every operation.
 */
export type Standing = 'valid' | 'none' | 'invalid';

/** What a user claims by providing a credential, tested by one request. */
export interface CredentialClaim {
  readonly operation: OperationId;
  /** Whether the credential should be accepted. */
  readonly works: boolean;
  /** What it means if it is not so, after the name of the variable. */
  readonly otherwise: string;
  /** Set if the token works but is refused here: the reason, as `x-failure-category` states it. */
  readonly failureCategory?: string;
}

/** One state that a token can be in, and how it is sent. */
export interface Credential {
  readonly name: string;
  /** The credential as the subject of a sentence: "a revoked token". */
  readonly noun: string;
  /** All credentials of this kind, as the object of a sentence: "revoked tokens". */
  readonly plural: string;
  readonly sentence: string;
  readonly standing: Standing;
  readonly place: Place;
  /** The identity fields that the header is made of; the credential is skipped if one of them is not provided. */
  readonly needs: readonly (keyof Identity)[];
  /** Returns the `Authorization` value, or null if none is sent. */
  readonly header: (identity: Identity) => string | null;
  /** The same value as a word of a POSIX shell, made of the variables of `.env`, so that no report contains a token. */
  readonly shell: string;
  /** Set for a credential that the user provides in a certain state. */
  readonly claim?: CredentialClaim;
}

const MYSELF = 'GET /rest/api/3/myself';
const ORGS = 'GET https://api.atlassian.com/admin/v1/orgs';

const site = { place: 'site', standing: 'invalid' } as const;
const gateway = { place: 'gateway' } as const;
const admin = { place: 'admin' } as const;

/** Every credential of the contract, in the order in which reports list them. */
export const CREDENTIALS = [
  {
    ...site,
    name: 'valid',
    noun: 'a valid token',
    plural: 'the valid token',
    sentence: 'A working API token with the email of its own account.',
    standing: 'valid',
    needs: ['email', 'apiToken'],
    header: (id) => basic(id.email, id.apiToken),
    shell: ownWord('$JIRA_API_TOKEN'),
    claim: {
      operation: MYSELF,
      works: true,
      otherwise: 'does not work: it may be expired, revoked, scoped, or belong to another account',
    },
  },
  {
    ...site,
    name: 'missing',
    noun: 'a missing credential',
    plural: 'requests without a token',
    sentence: 'No Authorization header at all.',
    standing: 'none',
    needs: [],
    header: () => null,
    shell: "''",
  },
  {
    ...site,
    name: 'empty-token',
    noun: 'an empty token',
    plural: 'empty tokens',
    sentence: 'The email and a colon with nothing after it, as an unset variable leaves it.',
    needs: ['email'],
    header: (id) => basic(id.email, ''),
    shell: ownWord(''),
  },
  {
    ...site,
    name: 'mistyped',
    noun: 'a mistyped token',
    plural: 'mistyped tokens',
    sentence: "The account's own email and a token with one character changed, which was never issued.",
    needs: ['email', 'apiToken'],
    header: (id) => basic(id.email, mistype(id.apiToken)),
    shell: ownWord(mistypedWord('JIRA_API_TOKEN')),
  },
  {
    ...site,
    name: 'truncated',
    noun: 'a truncated token',
    plural: 'truncated tokens',
    sentence: "The account's own email and a token that was cut off before its checksum.",
    needs: ['email', 'apiToken'],
    header: (id) => basic(id.email, truncate(id.apiToken)),
    shell: ownWord('$(truncated "$JIRA_API_TOKEN")'),
  },
  {
    ...site,
    name: 'revoked',
    noun: 'a revoked token',
    plural: 'revoked tokens',
    sentence: "The account's own email and a token that its owner revoked.",
    needs: ['email', 'revokedToken'],
    header: (id) => basic(id.email, id.revokedToken),
    shell: ownWord('$JIRA_REVOKED_TOKEN'),
    claim: {
      operation: MYSELF,
      works: false,
      otherwise:
        'still works: it was not revoked, or the revocation has not taken effect yet (this once took twenty minutes)',
    },
  },
  {
    ...site,
    name: 'expired',
    noun: 'an expired token',
    plural: 'expired tokens',
    sentence: "The account's own email and a token whose expiry date has passed.",
    needs: ['email', 'expiredToken'],
    header: (id) => basic(id.email, id.expiredToken),
    shell: ownWord('$JIRA_EXPIRED_TOKEN'),
    claim: {
      operation: MYSELF,
      works: false,
      otherwise: 'still works: it has not expired yet',
    },
  },
  {
    ...site,
    name: 'email-mismatch',
    noun: "a valid token with another account's email",
    plural: 'tokens with another email',
    sentence: 'A working token with the email of an account that it does not belong to.',
    needs: ['otherEmail', 'apiToken'],
    header: (id) => basic(id.otherEmail, id.apiToken),
    shell: basicWord('$JIRA_OTHER_EMAIL:$JIRA_API_TOKEN'),
    claim: {
      operation: MYSELF,
      works: false,
      otherwise: 'is accepted: JIRA_OTHER_EMAIL belongs to your own account',
    },
  },
  {
    ...site,
    name: 'unknown-email',
    noun: 'a valid token with the email of no account',
    plural: 'tokens with an unknown email',
    sentence: 'A working token with an email that no account has.',
    needs: ['unknownEmail', 'apiToken'],
    header: (id) => basic(id.unknownEmail, id.apiToken),
    shell: basicWord('nobody@example.com:$JIRA_API_TOKEN'),
  },
  {
    ...site,
    name: 'unknown-account',
    noun: 'a never issued token with the email of no account',
    plural: 'tokens of an unknown account',
    sentence: 'An email that no account has and a well-formed token that was never issued.',
    needs: ['unknownEmail', 'neverIssuedToken'],
    header: (id) => basic(id.unknownEmail, id.neverIssuedToken),
    shell: basicWord('nobody@example.com:$NEVER_ISSUED'),
  },
  {
    ...site,
    name: 'password',
    noun: 'an account password',
    plural: 'account passwords',
    sentence: "The account's own email and its password instead of a token.",
    needs: ['email', 'password'],
    header: (id) => basic(id.email, id.password),
    shell: ownWord('$JIRA_PASSWORD'),
  },
  {
    ...site,
    name: 'no-colon',
    noun: 'a Basic value without a colon',
    plural: 'Basic values without a colon',
    sentence: 'Basic with the base64 of a bare token: no email, no colon.',
    needs: ['apiToken'],
    header: (id) => basicOfText(id.apiToken),
    shell: basicWord('$JIRA_API_TOKEN'),
  },
  {
    ...site,
    name: 'not-base64',
    noun: 'a Basic value that is not base64',
    plural: 'Basic values that are not base64',
    sentence: 'Basic with text that cannot be decoded.',
    needs: [],
    header: () => 'Basic %%%not*base64%%%',
    shell: "'Basic %%%not*base64%%%'",
  },
  {
    ...site,
    name: 'empty-user',
    noun: 'a Basic value with an empty user',
    plural: 'Basic values with an empty user',
    sentence: 'Basic with a colon and a token after it, and no email before it.',
    needs: ['apiToken'],
    header: (id) => basic('', id.apiToken),
    shell: basicWord(':$JIRA_API_TOKEN'),
  },
  {
    ...site,
    name: 'two-colons',
    noun: 'a Basic value with two colons',
    plural: 'Basic values with two colons',
    sentence: 'Basic with the email, the token and one more part, separated by colons.',
    needs: ['email', 'apiToken'],
    header: (id) => basicOfText(`${id.email}:${id.apiToken}:extra`),
    shell: ownWord('$JIRA_API_TOKEN:extra'),
  },
  {
    ...site,
    name: 'trailing-newline',
    noun: 'a pair that was encoded with a line break at its end',
    plural: 'pairs with a final line break',
    sentence:
      'Basic with the email, the token and a final line break, as echo without -n passes them to base64.',
    needs: ['email', 'apiToken'],
    header: (id) => basicOfText(`${id.email}:${id.apiToken}\n`),
    shell: `"Basic $(printf '%s\\n' "$JIRA_EMAIL:$JIRA_API_TOKEN" | base64 | tr -d '\\n')"`,
  },
  {
    ...site,
    name: 'bearer-token',
    noun: 'an API token sent as Bearer',
    plural: 'API tokens sent as Bearer',
    sentence: 'A working API token sent with the scheme Bearer, which is meant for OAuth.',
    needs: ['apiToken'],
    header: (id) => `Bearer ${id.apiToken}`,
    shell: '"Bearer $JIRA_API_TOKEN"',
  },
  {
    ...site,
    name: 'lowercase-bearer',
    noun: 'an API token sent as lower-case bearer',
    plural: 'API tokens sent as bearer',
    sentence: 'A working API token sent with the scheme bearer, in lower case.',
    needs: ['apiToken'],
    header: (id) => `bearer ${id.apiToken}`,
    shell: '"bearer $JIRA_API_TOKEN"',
  },
  {
    ...site,
    name: 'scoped-on-site',
    noun: 'a scoped token on the site URL',
    plural: 'scoped tokens on the site URL',
    sentence: 'A working token with scopes, sent to the site URL instead of the gateway.',
    needs: ['scopedEmail', 'gatewayToken'],
    header: (id) => basic(id.scopedEmail, id.gatewayToken),
    shell: scopedWord('$JIRA_SCOPED_TOKEN'),
    claim: {
      operation: MYSELF,
      works: false,
      otherwise: 'works on the site itself: it has no scopes',
    },
  },
  {
    ...site,
    name: 'deactivated',
    noun: 'the token of a deactivated account',
    plural: 'tokens of deactivated accounts',
    sentence: 'The email and token of an account that was deactivated.',
    needs: ['deactivatedEmail', 'deactivatedToken'],
    header: (id) => basic(id.deactivatedEmail, id.deactivatedToken),
    shell: basicWord('$JIRA_DEACTIVATED_EMAIL:$JIRA_DEACTIVATED_TOKEN'),
    claim: {
      operation: MYSELF,
      works: false,
      otherwise: 'still works: the account is active',
    },
  },
  {
    ...gateway,
    name: 'gateway-scoped',
    noun: 'a scoped token at the gateway',
    plural: 'scoped tokens at the gateway',
    sentence: 'A working token with the scope that the operation needs, sent to the gateway.',
    standing: 'valid',
    needs: ['scopedEmail', 'scopedToken'],
    header: (id) => basic(id.scopedEmail, id.scopedToken),
    shell: scopedWord('$JIRA_SCOPED_TOKEN'),
    claim: {
      operation: MYSELF,
      works: true,
      otherwise: 'is refused at the gateway: it lacks read:jira-user, or no longer works',
    },
  },
  {
    ...gateway,
    name: 'gateway-bearer',
    noun: "a service account's token at the gateway",
    plural: "service accounts' tokens",
    sentence: 'A working token of a service account, sent to the gateway as Bearer.',
    standing: 'valid',
    needs: ['serviceToken'],
    header: (id) => `Bearer ${id.serviceToken}`,
    shell: '"Bearer $JIRA_SCOPED_TOKEN"',
    claim: {
      operation: MYSELF,
      works: true,
      otherwise: 'is refused at the gateway: it lacks read:jira-user, or no longer works',
    },
  },
  {
    ...gateway,
    name: 'gateway-scope-missing',
    noun: 'a token without the needed scope at the gateway',
    plural: 'tokens without the needed scope',
    sentence: 'A working token that lacks the scope that the operation needs, sent to the gateway.',
    standing: 'invalid',
    needs: ['scopedEmail', 'underScopedToken'],
    header: (id) => gatewayAuthorization(id.scopedEmail, id.underScopedToken),
    shell: scopedWord('$JIRA_UNDERSCOPED_TOKEN'),
    claim: {
      operation: 'GET /rest/agile/1.0/board',
      works: false,
      otherwise: 'may read boards although it should lack that scope, or no longer works at all',
      failureCategory: 'FAILURE_CLIENT_SCOPE_CHECK',
    },
  },
  {
    ...gateway,
    name: 'gateway-mistyped',
    noun: 'a mistyped token at the gateway',
    plural: 'mistyped tokens at the gateway',
    sentence: 'A scoped token with one character changed, sent to the gateway.',
    standing: 'invalid',
    needs: ['scopedEmail', 'gatewayToken'],
    header: (id) => gatewayAuthorization(id.scopedEmail, mistype(id.gatewayToken)),
    shell: scopedWord(mistypedWord('JIRA_SCOPED_TOKEN')),
  },
  {
    ...gateway,
    name: 'gateway-email-mismatch',
    noun: "a token with another account's email at the gateway",
    plural: 'tokens with another email at the gateway',
    sentence:
      'A working scoped token with the email of an account that it does not belong to, at the gateway.',
    standing: 'invalid',
    needs: ['otherEmail', 'gatewayToken'],
    header: (id) => basic(id.otherEmail, id.gatewayToken),
    shell: basicWord('$JIRA_OTHER_EMAIL:$JIRA_SCOPED_TOKEN'),
  },
  {
    ...gateway,
    name: 'gateway-rejected',
    noun: 'a dead token at the gateway',
    plural: 'dead tokens at the gateway',
    sentence: 'A token that no longer works, sent to the gateway.',
    standing: 'invalid',
    needs: ['email', 'revokedToken'],
    header: (id) => basic(id.email, id.revokedToken),
    shell: ownWord('$JIRA_REVOKED_TOKEN'),
  },
  {
    ...admin,
    name: 'admin-key',
    noun: 'an Admin API key',
    plural: 'Admin API keys',
    sentence: 'A working Admin API key of an organisation, sent to the Admin API.',
    standing: 'valid',
    needs: ['adminKey'],
    header: (id) => `Bearer ${id.adminKey}`,
    shell: '"Bearer $JIRA_ADMIN_API_KEY"',
    claim: {
      operation: ORGS,
      works: true,
      otherwise: 'does not work: it may be expired or revoked',
    },
  },
  {
    ...admin,
    name: 'admin-key-mistyped',
    noun: 'a mistyped Admin API key',
    plural: 'mistyped Admin API keys',
    sentence: 'An Admin API key with one character changed, sent to the Admin API.',
    standing: 'invalid',
    needs: ['adminKey'],
    header: (id) => `Bearer ${mistype(id.adminKey)}`,
    shell: '"Bearer $(mistyped "$JIRA_ADMIN_API_KEY")"',
  },
  {
    ...admin,
    name: 'admin-key-revoked',
    noun: 'a revoked Admin API key',
    plural: 'revoked Admin API keys',
    sentence: 'An Admin API key that was revoked, sent to the Admin API.',
    standing: 'invalid',
    needs: ['revokedAdminKey'],
    header: (id) => `Bearer ${id.revokedAdminKey}`,
    shell: '"Bearer $JIRA_REVOKED_ADMIN_API_KEY"',
    claim: {
      operation: ORGS,
      works: false,
      otherwise: 'still works: it was not revoked, or the revocation has not taken effect yet',
    },
  },
  {
    ...site,
    name: 'admin-key-on-site',
    noun: 'an Admin API key on the site URL',
    plural: 'Admin API keys on the site URL',
    sentence: 'A working Admin API key sent to a Jira site, which does not accept such keys.',
    needs: ['adminKey'],
    header: (id) => `Bearer ${id.adminKey}`,
    shell: '"Bearer $JIRA_ADMIN_API_KEY"',
  },
] as const satisfies readonly Credential[];

export type CredentialName = (typeof CREDENTIALS)[number]['name'];

/** A credential of the table. */
export type KnownCredential = Credential & { readonly name: CredentialName };

/** The table, typed so that every row has the optional keys. */
export const ALL_CREDENTIALS: readonly KnownCredential[] = CREDENTIALS;

const BY_NAME: ReadonlyMap<string, KnownCredential> = new Map(
  ALL_CREDENTIALS.map((credential) => [credential.name, credential]),
);

/** Returns the credential of that name, or undefined if there is none. */
export function findCredential(name: string): KnownCredential | undefined {
  return BY_NAME.get(name);
}

/**
 * Returns the credential of that name.
 *
 * @throws Fault `bad-fixture` if the table has none
 */
export function credentialNamed(name: CredentialName): KnownCredential {
  const credential = BY_NAME.get(name);
  if (!credential) throw new Fault('bad-fixture', `There is no credential "${name}".`);
  return credential;
}
