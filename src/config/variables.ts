import type { Identity } from '../contract/identity.ts';
import type { SecretKind } from '../secrets/redaction.ts';
import type { OriginRole } from '../http/allowed-origin.ts';

/** One variable of `.env`. */
export interface Variable {
  readonly name: string;
  readonly required?: true;
  /** It is needed unless that one is given. */
  readonly requiredUnless?: string;
  /** Left empty by nearly everybody. */
  readonly rare?: true;
  /** It is an address to which credentials go: that of the site, or of the gateway. */
  readonly origin?: OriginRole;
  /** The part of the identity that it gives. */
  readonly part?: keyof Identity;
  /** The parts that it gives, one or another by what kind of token it holds. */
  readonly parts?: readonly (keyof Identity)[];
  /** What must never be written down: a token of Atlassian's, the email of a person, any other secret. */
  readonly secret?: SecretKind;
  /** It is of this machine, whatever site is asked: it has no prefix, and may be written in lower case. */
  readonly machine?: true;
  /** It is the address of a proxy, with or without a login. */
  readonly proxy?: true;
  /** It may hold spaces. */
  readonly spaces?: true;
  /** It is a day, written YYYY-MM-DD. */
  readonly date?: true;
  /** What it must look like, beside what holds for every value. */
  readonly pattern?: RegExp;
  /** What it holds, as the end of "JIRA_SITE is …". */
  readonly what: string;
  /** How to come by it. */
  readonly how: string;
}

const TOKENS = 'https://id.atlassian.com/manage-profile/security/api-tokens';
const REVOKING =
  'Revocation was once seen to take twenty minutes, and Atlassian answered up to ten: wait before you use it';

/** The day on which the credential of a variable expires. */
const expiryOf = <Name extends string>(name: Name) => ({
  name: `${name}_EXPIRES` as const,
  date: true as const,
  rare: true as const,
  what: `the last day on which ${name} works, as YYYY-MM-DD`,
  how: 'it is shown where you created it; you are warned in time',
});

/** Every variable, in the order in which they are asked for. */
export const VARIABLES = [
  {
    name: 'JIRA_SITE',
    origin: 'site',
    required: true,
    what: 'the origin of your Jira Cloud site, such as https://acme.atlassian.net',
    how: 'copy the address of your site up to the first slash',
  },
  {
    name: 'JIRA_EMAIL',
    requiredUnless: 'JIRA_SCOPED_TOKEN',
    part: 'email',
    secret: 'email',
    what: 'the email of the account that the token belongs to',
    how: 'use the address with which you log in; an account made for this purpose is best',
  },
  {
    name: 'JIRA_API_TOKEN',
    requiredUnless: 'JIRA_SCOPED_TOKEN',
    part: 'apiToken',
    secret: 'token',
    what: 'a working API token of that account, without scopes',
    how: `create one at ${TOKENS}`,
  },
  expiryOf('JIRA_API_TOKEN'),
  {
    name: 'JIRA_OTHER_EMAIL',
    part: 'otherEmail',
    secret: 'email',
    what: 'the email of another existing account',
    how: 'use the address of a colleague, who need not do anything',
  },
  {
    name: 'JIRA_REVOKED_TOKEN',
    part: 'revokedToken',
    secret: 'token',
    what: 'a token of the account that was revoked',
    how: `create a token at ${TOKENS}, copy it, and revoke it there. ${REVOKING}`,
  },
  {
    name: 'JIRA_EXPIRED_TOKEN',
    part: 'expiredToken',
    secret: 'token',
    what: 'a token of the account whose expiry date has passed',
    how: `create a token at ${TOKENS} that expires tomorrow (one day is the least), copy it, and wait`,
  },
  {
    name: 'JIRA_SCOPED_EMAIL',
    part: 'scopedEmail',
    secret: 'email',
    rare: true,
    what: 'the email that goes with the tokens that have scopes, where it is not JIRA_EMAIL',
    how: "set it where another account made them; a service account's token needs none",
  },
  {
    name: 'JIRA_SCOPED_TOKEN',
    parts: ['scopedToken', 'gatewayToken', 'serviceToken'],
    secret: 'token',
    what: "a token of the account that was made with scopes, or a service account's",
    how: `create a token with scopes at ${TOKENS}, with read:jira-user and read:jira-work`,
  },
  expiryOf('JIRA_SCOPED_TOKEN'),
  {
    name: 'JIRA_UNDERSCOPED_TOKEN',
    part: 'underScopedToken',
    secret: 'token',
    what: 'a token with scopes that lacks those for reading boards',
    how: `create a token with scopes at ${TOKENS}, with read:jira-user alone`,
  },
  expiryOf('JIRA_UNDERSCOPED_TOKEN'),
  {
    name: 'JIRA_DEACTIVATED_EMAIL',
    part: 'deactivatedEmail',
    secret: 'email',
    what: 'the email of an account that was deactivated',
    how: 'an organisation admin deactivates a managed account that has a token',
  },
  {
    name: 'JIRA_DEACTIVATED_TOKEN',
    part: 'deactivatedToken',
    secret: 'token',
    what: 'a token of the deactivated account',
    how: 'create it as that account before it is deactivated',
  },
  expiryOf('JIRA_DEACTIVATED_TOKEN'),
  {
    name: 'JIRA_ADMIN_API_KEY',
    part: 'adminKey',
    secret: 'token',
    what: 'a working Admin API key of the organisation',
    how: 'an organisation admin creates one at https://admin.atlassian.com under Settings, API keys; by default it lives a week',
  },
  expiryOf('JIRA_ADMIN_API_KEY'),
  {
    name: 'JIRA_REVOKED_ADMIN_API_KEY',
    part: 'revokedAdminKey',
    secret: 'token',
    what: 'an Admin API key that was revoked',
    how: 'create one as above, copy it, revoke it, and wait: up to ten minutes are documented',
  },
  {
    name: 'JIRA_WATCHED_TOKEN',
    part: 'watchedToken',
    secret: 'token',
    rare: true,
    what: 'a second working token of the account, which is going to be revoked',
    how: `create one at ${TOKENS} for npm run watch-revocation`,
  },
  expiryOf('JIRA_WATCHED_TOKEN'),
  {
    name: 'JIRA_WATCHED_ADMIN_API_KEY',
    part: 'watchedAdminKey',
    secret: 'token',
    rare: true,
    what: 'a second working Admin API key, which is going to be revoked',
    how: 'create one for npm run watch-revocation -- --credential admin-key',
  },
  expiryOf('JIRA_WATCHED_ADMIN_API_KEY'),
  {
    name: 'JIRA_PROJECT_KEY',
    pattern: /^[A-Z][A-Z0-9_]*$/i,
    what: 'the key of a private project that the account may see',
    how: 'look at the address of any of its issues: ABC in ABC-123',
  },
  {
    name: 'JIRA_ISSUE_KEY',
    pattern: /^[A-Z][A-Z0-9_]*-\d+$/i,
    what: 'the key of an issue in that project',
    how: 'take any issue of the project, such as ABC-123',
  },
  {
    name: 'JIRA_CLOUD_ID',
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
    what: 'the id of the site at the gateway',
    rare: true,
    how: 'it is looked up at /_edge/tenant_info',
  },
  {
    name: 'JIRA_API_ORIGIN',
    origin: 'gateway',
    what: 'the origin of the gateway and of the Admin API, https://api.atlassian.com unless you say otherwise',
    rare: true,
    how: 'set it for the stand-in alone',
  },
  {
    name: 'JIRA_ALLOWED_HOSTS',
    // With a scheme or a port no host would ever be found in it.
    pattern: /^(?:[\w.-]+|\[[\da-f:]+\])(?:,(?:[\w.-]+|\[[\da-f:]+\]))*$/i,
    what: 'further hosts to which credentials may go, divided by commas',
    rare: true,
    how: 'set it where your site has an address of its own',
  },
  {
    name: 'HTTPS_PROXY',
    machine: true,
    proxy: true,
    rare: true,
    what: 'the proxy for https, such as http://user:password@proxy:3128',
    how: 'ask whoever runs your network; most CI systems set it',
  },
  {
    name: 'NO_PROXY',
    machine: true,
    spaces: true,
    rare: true,
    what: 'the hosts that are reached without the proxy, divided by commas',
    how: 'set it where your broker is inside your network',
  },
  {
    name: 'NODE_EXTRA_CA_CERTS',
    machine: true,
    spaces: true,
    rare: true,
    what: 'a file with further authorities to trust, in PEM',
    how: 'set it where a proxy breaks TLS with a certificate of its own',
  },
  {
    name: 'PACT_BROKER_BASE_URL',
    what: 'the address of a Pact Broker, such as https://acme.pactflow.io',
    rare: true,
    how: 'set it to publish the pacts',
  },
  {
    name: 'PACT_BROKER_TOKEN',
    secret: 'password',
    what: 'a token of the Pact Broker that may write',
    rare: true,
    how: 'set it where the broker wants a token',
  },
  {
    name: 'PACT_BROKER_USERNAME',
    what: 'a user of the Pact Broker',
    rare: true,
    how: 'set it where the broker wants basic authentication instead of a token',
  },
  {
    name: 'PACT_BROKER_PASSWORD',
    secret: 'password',
    what: 'the password of that user',
    rare: true,
    how: 'set it together with PACT_BROKER_USERNAME',
  },
] as const satisfies readonly Variable[];

export type VariableName = (typeof VARIABLES)[number]['name'];

/** The table as its rows are used: with the keys that only some have. */
export const ALL_VARIABLES: readonly (Variable & { readonly name: VariableName })[] = VARIABLES;

/** The variable that gives a part of the identity, or undefined for what is derived. */
export function variableOf(part: keyof Identity): (Variable & { readonly name: VariableName }) | undefined {
  return ALL_VARIABLES.find((variable) => variable.part === part || variable.parts?.includes(part));
}
