import type { CredentialName } from '../contract/credentials.ts';
import { credentialNamed } from '../contract/credentials.ts';
import { addressOfOperation } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';

const own = (secret: string): string => `-u "$JIRA_EMAIL:${secret}"`;

const scoped = (secret: string): string => `-u "$JIRA_SCOPED_EMAIL:${secret}"`;

const basic = (text: string): string =>
  `-H "Authorization: Basic $(printf %s "${text}" | base64 | tr -d '\\n')"`;

const header = (value: string): string => `-H "Authorization: ${value}"`;

/**
 * How a person sends each credential with curl: from the variables of `.env`, so that no token stands in a report.
 * `MISTYPED`, `MISTYPED_SCOPED` and `TRUNCATED` are made of the good token by `PREPARATION`.
 */
const AUTHORIZATION: Record<CredentialName, string> = {
  valid: own('$JIRA_API_TOKEN'),
  missing: '',
  'empty-token': own(''),
  mistyped: own('$MISTYPED'),
  truncated: own('$TRUNCATED'),
  revoked: own('$JIRA_REVOKED_TOKEN'),
  expired: own('$JIRA_EXPIRED_TOKEN'),
  'email-mismatch': '-u "$JIRA_OTHER_EMAIL:$JIRA_API_TOKEN"',
  'unknown-email': '-u "nobody@example.com:$JIRA_API_TOKEN"',
  'unknown-account': '-u "nobody@example.com:$MISTYPED"',
  password: own('$JIRA_PASSWORD'),
  'no-colon': basic('$JIRA_API_TOKEN'),
  'not-base64': header('Basic %%%not*base64%%%'),
  'empty-user': basic(':$JIRA_API_TOKEN'),
  'two-colons': basic('$JIRA_EMAIL:$JIRA_API_TOKEN:extra'),
  'trailing-newline': `-H "Authorization: Basic $(printf '%s\\n' "$JIRA_EMAIL:$JIRA_API_TOKEN" | base64 | tr -d '\\n')"`,
  'bearer-token': header('Bearer $JIRA_API_TOKEN'),
  'lowercase-bearer': header('bearer $JIRA_API_TOKEN'),
  'scoped-on-site': scoped('$JIRA_SCOPED_TOKEN'),
  deactivated: '-u "$JIRA_DEACTIVATED_EMAIL:$JIRA_DEACTIVATED_TOKEN"',
  'gateway-scoped': scoped('$JIRA_SCOPED_TOKEN'),
  'gateway-bearer': header('Bearer $JIRA_SCOPED_TOKEN'),
  'gateway-scope-missing': scoped('$JIRA_UNDERSCOPED_TOKEN'),
  'gateway-mistyped': scoped('$MISTYPED_SCOPED'),
  'gateway-email-mismatch': '-u "$JIRA_OTHER_EMAIL:$JIRA_SCOPED_TOKEN"',
  'gateway-rejected': own('$JIRA_REVOKED_TOKEN'),
  'admin-key': header('Bearer $JIRA_ADMIN_API_KEY'),
  'admin-key-mistyped': header('Bearer $MISTYPED_ADMIN_KEY'),
  'admin-key-revoked': header('Bearer $JIRA_REVOKED_ADMIN_API_KEY'),
  'admin-key-on-site': header('Bearer $JIRA_ADMIN_API_KEY'),
};

/** What has to be set before the commands run, in a POSIX shell. */
export const PREPARATION = [
  ': "${JIRA_API_ORIGIN:=https://api.atlassian.com}"',
  'MISTYPED=$(printf %s "$JIRA_API_TOKEN" | sed "s/./!/20")',
  'TRUNCATED=${JIRA_API_TOKEN%=*}',
  ': "${JIRA_SCOPED_EMAIL:=${JIRA_EMAIL:-}}"',
  'MISTYPED_SCOPED=$(printf %s "${JIRA_SCOPED_TOKEN:-}" | sed "s/./!/20")',
  'MISTYPED_ADMIN_KEY=$(printf %s "${JIRA_ADMIN_API_KEY:-}" | sed "s/./!/20")',
] as const;

const VARIABLE: Readonly<Record<string, string>> = {
  projectIdOrKey: '$JIRA_PROJECT_KEY',
  issueIdOrKey: '$JIRA_ISSUE_KEY',
  type: 'project',
};

/** The address of a probe, with variables for what is the reader's own. */
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

/** The curl command that sends a probe, its options and address; without the name of the command. */
export function curlArguments(probe: Probe): string {
  const authorization = AUTHORIZATION[probe.credential];
  return [`-H "Accept: application/json"`, authorization, `"${addressOf(probe)}"`]
    .filter((part) => part !== '')
    .join(' ');
}

/** The variables that a probe's command needs. */
export function variablesOf(probe: Probe): string[] {
  const text = curlArguments(probe)
    .replaceAll('$MISTYPED_ADMIN_KEY', '$JIRA_ADMIN_API_KEY')
    .replaceAll('$MISTYPED_SCOPED', '$JIRA_SCOPED_TOKEN')
    .replaceAll('$JIRA_SCOPED_EMAIL', '$JIRA_EMAIL')
    .replaceAll(/\$(?:MISTYPED|TRUNCATED)\b/g, '$JIRA_API_TOKEN');
  const names = [...text.matchAll(/\$(JIRA_[A-Z_]+)/g)].map(([, name]) => name ?? '');
  return [...new Set(names)].filter((name) => name !== 'JIRA_API_ORIGIN');
}
