import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialNamed } from '../../contract/credentials.ts';
import { ALL_VARIABLES } from '../../config/variables.ts';
import { addressOfOperation } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import { syntheticToken } from '../../contract/synthetic-token.ts';

<<<<<<< HEAD
const basic = (text: string): string => `"Basic $(encoded "${text}")"`;

const own = (secret: string): string => basic(`$JIRA_EMAIL:${secret}`);

/** Scoped tokens use the email of the account unless JIRA_SCOPED_EMAIL is set. */
const scoped = (secret: string): string => basic(`\${JIRA_SCOPED_EMAIL:-$JIRA_EMAIL}:${secret}`);

const MISTYPED = '$(mistyped "$JIRA_API_TOKEN")';

/**
 * The `Authorization` value of each credential, as a word of a POSIX shell. It refers to the variables of `.env`, so that no
 * report contains a token, and to the functions of `PREPARATION`.
 */
const AUTHORIZATION: Record<CredentialName, string> = {
  valid: own('$JIRA_API_TOKEN'),
  missing: "''",
  'empty-token': own(''),
  mistyped: own(MISTYPED),
  truncated: own('$(truncated "$JIRA_API_TOKEN")'),
  revoked: own('$JIRA_REVOKED_TOKEN'),
  expired: own('$JIRA_EXPIRED_TOKEN'),
  'email-mismatch': basic('$JIRA_OTHER_EMAIL:$JIRA_API_TOKEN'),
  'unknown-email': basic('nobody@example.com:$JIRA_API_TOKEN'),
  'unknown-account': basic('nobody@example.com:$NEVER_ISSUED'),
  password: own('$JIRA_PASSWORD'),
  'no-colon': basic('$JIRA_API_TOKEN'),
  'not-base64': "'Basic %%%not*base64%%%'",
  'empty-user': basic(':$JIRA_API_TOKEN'),
  'two-colons': own('$JIRA_API_TOKEN:extra'),
  'trailing-newline': `"Basic $(printf '%s\\n' "$JIRA_EMAIL:$JIRA_API_TOKEN" | base64 | tr -d '\\n')"`,
  'bearer-token': '"Bearer $JIRA_API_TOKEN"',
  'lowercase-bearer': '"bearer $JIRA_API_TOKEN"',
  'scoped-on-site': scoped('$JIRA_SCOPED_TOKEN'),
  deactivated: basic('$JIRA_DEACTIVATED_EMAIL:$JIRA_DEACTIVATED_TOKEN'),
  'gateway-scoped': scoped('$JIRA_SCOPED_TOKEN'),
  'gateway-bearer': '"Bearer $JIRA_SCOPED_TOKEN"',
  'gateway-scope-missing': scoped('$JIRA_UNDERSCOPED_TOKEN'),
  'gateway-mistyped': scoped('$(mistyped "$JIRA_SCOPED_TOKEN")'),
  'gateway-email-mismatch': basic('$JIRA_OTHER_EMAIL:$JIRA_SCOPED_TOKEN'),
  'gateway-rejected': own('$JIRA_REVOKED_TOKEN'),
  'admin-key': '"Bearer $JIRA_ADMIN_API_KEY"',
  'admin-key-mistyped': '"Bearer $(mistyped "$JIRA_ADMIN_API_KEY")"',
  'admin-key-revoked': '"Bearer $JIRA_REVOKED_ADMIN_API_KEY"',
  'admin-key-on-site': '"Bearer $JIRA_ADMIN_API_KEY"',
};

=======
>>>>>>> cred
const VARIABLE: Readonly<Record<string, string>> = {
  projectIdOrKey: '$JIRA_PROJECT_KEY',
  issueIdOrKey: '$JIRA_ISSUE_KEY',
  type: 'project',
};

/** Returns the URL of a probe, with shell variables for the site, keys and ids of the reader. */
export function addressOf({ credential, operation }: Probe): string {
  const { place } = credentialNamed(credential);
  const { path, query = {}, admin } = addressOfOperation(operation);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => VARIABLE[name] ?? name);
  const search = new URLSearchParams(query).toString();
  const base = admin
    ? '$JIRA_API_ORIGIN'
    : place === 'gateway'
      ? '$JIRA_API_ORIGIN/ex/jira/$JIRA_CLOUD_ID'
      : '$JIRA_SITE';
  return `${base}${filled}${search && `?${search}`}`;
}

/** Returns the URL and the `Authorization` value of a probe, as two words of a POSIX shell. */
export function requestArguments(probe: Probe): string {
  return `"${addressOf(probe)}" ${credentialNamed(probe.credential).shell}`;
}

/** Returns the command that sends a probe and shows the whole response. It needs `PREPARATION`. */
export function curlCommand(probe: Probe): string {
  return `get ${requestArguments(probe)} -i`;
}

/** Returns the variables that the command of a probe needs. */
export function variablesOf(probe: Probe): string[] {
  const names = [...requestArguments(probe).matchAll(/\$(JIRA_[A-Z_]+)/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => name !== 'JIRA_API_ORIGIN');
}

<<<<<<< HEAD
/** Lines of a POSIX shell to run before the commands. */
=======
/** The variables that the commands may read. A password has no setting. */
const NAMES = [
  ...ALL_VARIABLES.filter(({ secret, date, machine }) => secret !== undefined || (!date && !machine)).map(
    ({ name }) => name,
  ),
  'JIRA_PASSWORD',
].join(' ');

/** The same in lines of a hundred characters at most. */
const VARIABLE_LINES = NAMES.replaceAll(/(.{1,96}) /g, '$1 \\\n  ');

/** What has to be entered before the commands run, in a POSIX shell. */
>>>>>>> cred
export const PREPARATION: readonly string[] = [
  'set +ax',
  `NEVER_ISSUED=${syntheticToken('never-issued')}`,
  ...readFileSync(join(import.meta.dirname, 'by-hand.sh'), 'utf8')
    .replace('@VARIABLES@', () => VARIABLE_LINES)
    .trimEnd()
    .split('\n'),
];
