import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CREDENTIALS, credentialNamed } from '../../contract/credentials.ts';
import { addressOfOperation, OPERATIONS } from '../../contract/operations.ts';
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

/** A variable in a shell word, or two of which one is enough: `${FIRST:-$SECOND}`. */
const VARIABLES = /\$\{(JIRA_[A-Z_]+):-\$(JIRA_[A-Z_]+)\}|\$(JIRA_[A-Z_]+)/g;

/** The variables that hold the address of a host. */
const ORIGINS = ['JIRA_SITE', 'JIRA_API_ORIGIN'];

/** The gateway has a default. */
const DEFAULTS: Readonly<Record<string, string>> = { JIRA_API_ORIGIN: 'https://api.atlassian.com' };

/** Returns the variables that a probe cannot be sent without; of those joined by a slash, one is enough. */
export function variablesOf(probe: Probe): string[] {
  const names = [...requestArguments(probe).matchAll(VARIABLES)].map(([, first, second, name]) =>
    first === undefined ? (name ?? '') : `${first}/${second}`,
  );
  return [...new Set(names)].filter((name) => !(name in DEFAULTS));
}

/** Returns all variables that commands read, in the order in which they occur. */
export function variablesIn(commands: string): string[] {
  return [...new Set([...commands.matchAll(/\$\{?(JIRA_[A-Z_]+)/g)].map(([, name]) => name ?? ''))];
}

const BY_HAND = readFileSync(join(import.meta.dirname, 'by-hand.sh'), 'utf8')
  .trimEnd()
  .split('\n\n');

/** The helper that a part of `by-hand.sh` defines; undefined if every command needs the part. */
const helperIn = (part: string): string | undefined => /^(encoded|mistyped|truncated)\(\)/m.exec(part)?.[1];

const neverIssued = (commands: string): string[] =>
  commands.includes('$NEVER_ISSUED') ? [`NEVER_ISSUED='${syntheticToken('never-issued')}'`] : [];

/**
 * Returns commands that send a probe and show the whole response without `PREPARATION`, for a reader who knows their own
 * variables. They pass no secret as an argument of a program either.
 */
export function standaloneCommand(probe: Probe): string {
  const { shell } = credentialNamed(probe.credential);
  const helpers = BY_HAND.filter((part) => shell.includes(`$(${helperIn(part) ?? '?'} `));
  const isSent = shell !== "''";
  const curl = `curl -q -sS -i ${isSent ? '--config - ' : ''}"${addressOf(probe)}"`;
  return [
    ...neverIssued(shell),
    ...helpers.flatMap((part) => part.split('\n').filter((line) => !line.startsWith('#'))),
    ...(isSent ? [`printf 'header = "Authorization: %s"\\n' ${shell} |`, `  ${curl}`] : [curl]),
  ].join('\n');
}

/** Breaks names into lines of at most 100 characters. */
const folded = (names: readonly string[]): string => names.join(' ').replaceAll(/(.{1,96}) /g, '$1 \\\n  ');

/**
 * Returns the lines of a POSIX shell to run before commands of this file. They contain only what the commands need.
 *
 * @param commands the text of the commands
 */
export function preparationFor(commands: string): string[] {
  const names = variablesIn(commands);
  const parts = BY_HAND.filter((part) => {
    const helper = helperIn(part);
    return helper === undefined || commands.includes(`$(${helper} `);
  });
  const defaults = Object.entries(DEFAULTS).filter(([name]) => names.includes(name));
  return [
    'set +ax',
    ...neverIssued(commands),
    ...parts
      .join('\n\n')
      .replace('@VARIABLES@', () => folded(names))
      .replace('@ORIGINS@', () => ORIGINS.filter((name) => names.includes(name)).join(' | '))
      .split('\n'),
    ...defaults.map(([name, value]) => `: "\${${name}:=${value}}"`),
  ];
}

/** Lines of a POSIX shell to run before any of the commands. */
export const PREPARATION: readonly string[] = preparationFor(
  CREDENTIALS.flatMap(({ name }) =>
    OPERATIONS.map(({ id }) => requestArguments({ credential: name, operation: id })),
  ).join('\n'),
);
