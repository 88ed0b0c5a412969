import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialNamed } from '../../contract/credentials.ts';
import { ALL_VARIABLES } from '../../config/variables.ts';
import { addressOfOperation } from '../../contract/operations.ts';
import type { Probe } from '../../contract/probe.ts';
import { syntheticToken } from '../../contract/synthetic-token.ts';

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

/** Variables that the commands may read. The password is not among the settings. */
const NAMES = [
  ...ALL_VARIABLES.filter(({ secret, date, machine }) => secret !== undefined || (!date && !machine)).map(
    ({ name }) => name,
  ),
  'JIRA_PASSWORD',
].join(' ');

/** The names in lines of at most 100 characters. */
const VARIABLE_LINES = NAMES.replaceAll(/(.{1,96}) /g, '$1 \\\n  ');

/** Lines of a POSIX shell to run before the commands. */
export const PREPARATION: readonly string[] = [
  'set +ax',
  `NEVER_ISSUED=${syntheticToken('never-issued')}`,
  ...readFileSync(join(import.meta.dirname, 'by-hand.sh'), 'utf8')
    .replace('@VARIABLES@', () => VARIABLE_LINES)
    .trimEnd()
    .split('\n'),
];
