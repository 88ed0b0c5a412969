import { isOwnName } from '../config/own-names.ts';
import { secretsIn } from '../secrets/redaction.ts';
import type { Handed } from './credentials-of-run.ts';

/** The values that a program is configured with. Undefined if it is not set. */
export interface ClientValues {
  readonly url: string;
  readonly host: string;
  readonly email?: string;
  readonly token?: string;
  readonly basic?: string;
  readonly authorization?: string;
  readonly scheme?: string;
  readonly project: string;
  readonly issue: string;
  /** The file with the certificate of the authority. */
  readonly ca: string;
  /** The port on which a server shall listen. */
  readonly port?: string;
}

type ValueName = keyof ClientValues;

/** The usual names of each value, as programs read them from their environment. To know another one, add it here. */
const NAMES: Readonly<Record<Exclude<ValueName, 'basic' | 'ca'>, readonly string[]>> = {
  url: [
    'JIRA_URL',
    'JIRA_BASE_URL',
    'JIRA_BASEURL',
    'JIRA_SITE',
    'JIRA_SITE_URL',
    'JIRA_SERVER',
    'JIRA_SERVER_URL',
    'JIRA_INSTANCE_URL',
    'JIRA_API_URL',
    'ATLASSIAN_URL',
    'ATLASSIAN_BASE_URL',
    'ATLASSIAN_SITE_URL',
    'ATLASSIAN_INSTANCE_URL',
  ],
  host: ['JIRA_HOST', 'JIRA_DOMAIN', 'ATLASSIAN_HOST', 'ATLASSIAN_DOMAIN'],
  email: [
    'JIRA_EMAIL',
    'JIRA_USER',
    'JIRA_USERNAME',
    'JIRA_USER_EMAIL',
    'JIRA_LOGIN',
    'ATLASSIAN_EMAIL',
    'ATLASSIAN_USER',
    'ATLASSIAN_USERNAME',
    'ATLASSIAN_USER_EMAIL',
  ],
  token: [
    'JIRA_API_TOKEN',
    'JIRA_TOKEN',
    'JIRA_API_KEY',
    'JIRA_PASSWORD',
    'ATLASSIAN_API_TOKEN',
    'ATLASSIAN_TOKEN',
    'ATLASSIAN_API_KEY',
  ],
  authorization: ['JIRA_AUTHORIZATION', 'ATLASSIAN_AUTHORIZATION'],
  scheme: ['JIRA_AUTH_TYPE', 'JIRA_AUTH_SCHEME', 'ATLASSIAN_AUTH_TYPE'],
  project: ['JIRA_PROJECT', 'JIRA_PROJECT_KEY'],
  issue: ['JIRA_ISSUE', 'JIRA_ISSUE_KEY'],
  port: ['PORT'],
};

const isNamed = (name: string): name is keyof typeof NAMES => Object.hasOwn(NAMES, name);

/** Returns the environment variables of a program: each value under all its usual names. */
export function settingsFor(values: ClientValues): Record<string, string> {
  return Object.fromEntries(
    Object.keys(NAMES)
      .filter(isNamed)
      .flatMap((value) => {
        const text = values[value];
        return text === undefined ? [] : NAMES[value].map((name) => [name, text] as const);
      }),
  );
}

/** The placeholders of commands, environments and templates. */
export const PLACEHOLDERS = [
  'url',
  'host',
  'email',
  'token',
  'basic',
  'authorization',
  'project',
  'issue',
  'ca',
  'port',
] as const satisfies readonly ValueName[];

const PLACEHOLDER = new RegExp(String.raw`\{(${PLACEHOLDERS.join('|')})\}`, 'g');

const isPlaceholder = (name: string): name is (typeof PLACEHOLDERS)[number] =>
  PLACEHOLDERS.some((one) => one === name);

/** Fills the placeholders of a text. One whose value is not set becomes nothing; other braces stay. */
export function fillPlaceholders(text: string, values: ClientValues): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) =>
    isPlaceholder(name) ? (values[name] ?? '') : whole,
  );
}

/** The project and the issue of the stand-in that programs are pointed to. */
export const EXAMPLES = { project: 'EXAMPLE', issue: 'EXAMPLE-1' } as const;

/** Returns the values of a scenario. */
export function valuesOf(
  url: string,
  { email, token, scheme, authorization }: Handed,
  ca: string,
): ClientValues {
  return {
    ...EXAMPLES,
    url,
    host: new URL(url).host,
    ca,
    scheme: scheme === 'Basic' ? 'basic' : scheme,
    ...(email !== undefined && { email }),
    ...(token !== undefined && { token }),
    ...(authorization !== undefined && {
      authorization,
      basic: authorization.replace(/^\S+ /, ''),
    }),
  };
}

/** Variables of the parent that a program must not see: other sites, other credentials, other proxies and authorities. */
const TAKEN_OUT =
  /^(?:.*JIRA_.*|.*ATLASSIAN_.*|.*CONFLUENCE_.*|(?:https?|all|no|ftp)_proxy|node_use_env_proxy|perl_lwp_.*|node_extra_ca_certs|ssl_cert_(?:file|dir)|requests_ca_bundle|curl_ca_bundle|npm_.*|init_cwd|home|userprofile|tmpdir|temp|tmp|xdg_.*|netrc|pwd|oldpwd|appdata|localappdata)$/i;

/** Returns the environment of the parent without what a program must not see, and without anything that holds a secret. */
export function withoutOwnSettings(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || TAKEN_OUT.test(name) || isOwnName(name) || secretsIn(value).length > 0
        ? []
        : [[name, value] as const],
    ),
  );
}
