import type { Identity } from '../contract/identity.ts';
import type { SecretKind } from '../secrets/redaction.ts';
import type { OriginRole } from '../http/allowed-origin.ts';

/** A variable of `.env`. */
export interface Variable {
  readonly name: string;
  readonly required?: true;
  /** Required unless the variable with this name is set. */
  readonly requiredUnless?: string;
  /** Usually left empty. */
  readonly rare?: true;
  /** Set for an address that receives credentials: of the site, or of the gateway. */
  readonly origin?: OriginRole;
  /** The part of the identity that it provides. */
  readonly part?: keyof Identity;
  /** The parts that it can provide, depending on the kind of its token. */
  readonly parts?: readonly (keyof Identity)[];
  /** Set if the value must never be written: an Atlassian token, an email, a password, or an address that is itself a secret. */
  readonly secret?: SecretKind;
  /** Variables whose values must differ from this one; all tokens must differ anyway. */
  readonly differsFrom?: readonly string[];
  /** Belongs to this machine rather than to a site: it has no prefix, and its name may be in lower case. */
  readonly machine?: true;
  /** The value is the address of a proxy, with or without a login. */
  readonly proxy?: true;
  /**
   * Belongs to the webhook of the night: it has no prefix, no site needs it, and a wrong value is reported without stopping
   * anything, because a message must not cost a night.
   */
  readonly webhook?: true;
  /** The value may contain spaces. */
  readonly spaces?: true;
  /** The value is a date, YYYY-MM-DD. */
  readonly date?: true;
  /** Required format, in addition to the checks of all values. */
  readonly pattern?: RegExp;
  /** What the value is, as the end of "JIRA_SITE is …". */
  readonly what: string;
  /** How to get it. */
  readonly how: string;
}

/** Page on which a user creates and revokes API tokens. */
export const TOKENS = 'https://id.atlassian.com/manage-profile/security/api-tokens';
const REVOKING =
  'Revocation was once seen to take twenty minutes, and Atlassian quotes up to ten: wait before you use it';

/** Returns the variable for the expiry date of a credential. */
const expiryOf = <Name extends string>(name: Name) => ({
  name: `${name}_EXPIRES` as const,
  date: true as const,
  rare: true as const,
  what: `the last day on which ${name} works, as YYYY-MM-DD`,
  how: 'look at the page where you created it; you are warned in time',
});

/** All variables, in the order of `.env.example`. */
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
    how: 'use the address you log in with; a dedicated account is best',
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
    differsFrom: ['JIRA_EMAIL', 'JIRA_SCOPED_EMAIL'],
    what: 'the email of another existing account',
    how: 'use the address of a colleague, who does not have to do anything',
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
    how: `create a token at ${TOKENS} that expires tomorrow (the minimum is one day), copy it, and wait`,
  },
  {
    name: 'JIRA_SCOPED_EMAIL',
    part: 'scopedEmail',
    secret: 'email',
    rare: true,
    what: 'the email of the account that owns the scoped tokens, if it is not JIRA_EMAIL',
    how: "set it if another account created them; a service account's token needs none",
  },
  {
    name: 'JIRA_SCOPED_TOKEN',
    parts: ['scopedToken', 'gatewayToken', 'serviceToken'],
    secret: 'token',
    what: "a token of the account that was created with scopes, or a service account's token",
    how: `create a token with scopes at ${TOKENS}, with read:jira-user and read:jira-work`,
  },
  expiryOf('JIRA_SCOPED_TOKEN'),
  {
    name: 'JIRA_UNDERSCOPED_TOKEN',
    part: 'underScopedToken',
    secret: 'token',
    what: 'a token with scopes, but without those for reading boards',
    how: `create a token with scopes at ${TOKENS}, with read:jira-user only`,
  },
  expiryOf('JIRA_UNDERSCOPED_TOKEN'),
  {
    name: 'JIRA_DEACTIVATED_EMAIL',
    part: 'deactivatedEmail',
    secret: 'email',
    differsFrom: ['JIRA_EMAIL'],
    what: 'the email of an account that was deactivated',
    how: 'ask an organisation admin to deactivate a managed account that has a token',
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
    how: 'ask an organisation admin to create one at https://admin.atlassian.com under Settings, API keys; by default it lives for a week',
  },
  expiryOf('JIRA_ADMIN_API_KEY'),
  {
    name: 'JIRA_REVOKED_ADMIN_API_KEY',
    part: 'revokedAdminKey',
    secret: 'token',
    what: 'an Admin API key that was revoked',
    how: 'create one in the same way, copy it, revoke it, and wait: up to ten minutes are documented',
  },
  {
    name: 'JIRA_WATCHED_TOKEN',
    part: 'watchedToken',
    secret: 'token',
    rare: true,
    what: 'a second working token of the account, to be revoked during a watch',
    how: `create one at ${TOKENS} for npm run watch-revocation`,
  },
  expiryOf('JIRA_WATCHED_TOKEN'),
  {
    name: 'JIRA_WATCHED_ADMIN_API_KEY',
    part: 'watchedAdminKey',
    secret: 'token',
    rare: true,
    what: 'a second working Admin API key, to be revoked during a watch',
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
    what: 'the origin of the gateway and of the Admin API; https://api.atlassian.com by default',
    rare: true,
    how: 'set it only for the stand-in',
  },
  {
    name: 'JIRA_ALLOWED_HOSTS',
    // Hosts with a scheme or a port would never match.
    pattern: /^(?:[\w.-]+|\[[\da-f:]+\])(?:,(?:[\w.-]+|\[[\da-f:]+\]))*$/i,
    what: 'additional hosts to which credentials may be sent, separated by commas',
    rare: true,
    how: 'set it if your site has a custom domain',
  },
  {
    name: 'HTTPS_PROXY',
    machine: true,
    proxy: true,
    rare: true,
    what: 'the proxy for https, such as http://user:password@proxy:3128',
    how: 'ask your network administrator; most CI systems set it',
  },
  {
    name: 'NO_PROXY',
    machine: true,
    spaces: true,
    rare: true,
    what: 'the hosts that are reached without the proxy, separated by commas',
    how: 'set it if your broker is inside your network',
  },
  {
    name: 'NODE_EXTRA_CA_CERTS',
    machine: true,
    spaces: true,
    rare: true,
    what: 'a file with additional certificate authorities to trust, in PEM',
    how: 'set it if a proxy intercepts TLS with its own certificate',
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
    what: 'a token of the Pact Broker with write access',
    rare: true,
    how: 'set it if the broker requires a token',
  },
  {
    name: 'PACT_BROKER_USERNAME',
    what: 'a user of the Pact Broker',
    rare: true,
    how: 'set it if the broker requires basic authentication instead of a token',
  },
  {
    name: 'PACT_BROKER_PASSWORD',
    secret: 'password',
    what: 'the password of that user',
    rare: true,
    how: 'set it together with PACT_BROKER_USERNAME',
  },
  {
    name: 'JTC_WEBHOOK_URL',
    webhook: true,
    secret: 'address',
    rare: true,
    what: 'the address to which the line of the night is posted; whoever knows it can post there',
    how: 'create an incoming webhook in Slack or a workflow in Teams, or name any https address that takes JSON',
  },
  {
    name: 'JTC_WEBHOOK_KIND',
    webhook: true,
    rare: true,
    pattern: /^(?:slack|teams|json)$/,
    what: 'what the webhook expects: slack, teams or json',
    how: 'set it if its host does not show it, such as behind a relay',
  },
  {
    name: 'JTC_WEBHOOK_WHEN',
    webhook: true,
    rare: true,
    pattern: /^(?:news|always)$/,
    what: 'which nights are posted: news (all but quiet ones, the default) or always',
    how: 'set it to always if silence must mean that the night did not run',
  },
] as const satisfies readonly Variable[];

/** The name of a variable, without a site prefix. */
export type VariableName = (typeof VARIABLES)[number]['name'];

/** The table, typed so that every row has the optional keys. */
export const ALL_VARIABLES: readonly (Variable & { readonly name: VariableName })[] = VARIABLES;

/** Whether a variable is about the webhook of the night. */
export const isOfWebhook = (name: string): boolean =>
  ALL_VARIABLES.some((variable) => variable.webhook && variable.name === name);

/** Returns the variable that provides a part of the identity, or undefined if the part is derived. */
export function variableOf(part: keyof Identity): (Variable & { readonly name: VariableName }) | undefined {
  return ALL_VARIABLES.find((variable) => variable.part === part || variable.parts?.includes(part));
}
