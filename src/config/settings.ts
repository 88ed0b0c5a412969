import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { Fault } from '../contract/fault.ts';
import type { Identity } from '../contract/identity.ts';
import { syntheticToken } from '../contract/synthetic-token.ts';
import { cannotRead } from '../evidence/disk-faults.ts';
import { keepSecret } from '../evidence/redaction.ts';
import { findTokens } from '../evidence/token-scan.ts';
import { allowedOrigin } from '../exchange/allowed-origin.ts';
import { valueFault } from './value-faults.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

/** What the user configured, checked. Parts of the identity that were not provided are empty. */
export interface Settings {
  /** Origin of the site. */
  readonly site: string;
  /** Origin of the gateway and of the Admin API. */
  readonly api: string;
  readonly cloudId: string | undefined;
  readonly identity: Identity;
  readonly projectKey: string | undefined;
  readonly issueKey: string | undefined;
  /** What the names of the variables begin with; nothing where there is one site. */
  readonly prefix: string;
}

/** The values of variables, as far as they are set. */
export type Values = ReadonlyMap<VariableName, string>;

const API = 'https://api.atlassian.com';

/** What is made up rather than asked for: nobody owns an address at example.com, and this token was never issued. */
const DERIVED = { unknownEmail: 'nobody@example.com', neverIssuedToken: syntheticToken('never-issued') };

/**
 * The values of the variables: those of the environment, and of the file what the environment does not say.
 *
 * @param prefix what their names begin with, where there are several sites: then nothing without it counts
 * @throws Fault `unreadable-file`
 */
export function readValues(
  env: Readonly<Record<string, string | undefined>>,
  file: string,
  prefix = '',
): Values {
  let parsed: Record<string, string> = {};
  try {
    if (existsSync(file)) parsed = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw cannotRead(file, error);
  }
  const values = new Map<VariableName, string>();
  for (const { name, secret } of ALL_VARIABLES) {
    const value = env[prefix + name] || parsed[prefix + name] || '';
    if (value === '') continue;
    values.set(name, value);
    // Before anything can be said about a value, so that no message can hold it.
    if (secret && value.length >= 8) keepSecret(prefix + name, value, secret);
    // In the wrong variable it is a secret all the same.
    else if (findTokens(value).length > 0) keepSecret(prefix + name, value);
  }
  return values;
}

const complaints = (values: Values): string[] =>
  ALL_VARIABLES.flatMap((variable) => {
    const value = values.get(variable.name);
    if (value === undefined)
      return variable.required ? [`${variable.name} is not set: it is ${variable.what}`] : [];
    const fault = valueFault(variable, value);
    return fault ? [`${variable.name} ${fault}`] : [];
  });

const identityOf = (values: Values): Identity => {
  const part = (name: VariableName): string => values.get(name) ?? '';
  return {
    email: part('JIRA_EMAIL'),
    apiToken: part('JIRA_API_TOKEN'),
    otherEmail: part('JIRA_OTHER_EMAIL'),
    revokedToken: part('JIRA_REVOKED_TOKEN'),
    expiredToken: part('JIRA_EXPIRED_TOKEN'),
    scopedToken: part('JIRA_SCOPED_TOKEN'),
    underScopedToken: part('JIRA_UNDERSCOPED_TOKEN'),
    deactivatedEmail: part('JIRA_DEACTIVATED_EMAIL'),
    deactivatedToken: part('JIRA_DEACTIVATED_TOKEN'),
    adminKey: part('JIRA_ADMIN_API_KEY'),
    revokedAdminKey: part('JIRA_REVOKED_ADMIN_API_KEY'),
    watchedToken: part('JIRA_WATCHED_TOKEN'),
    watchedAdminKey: part('JIRA_WATCHED_ADMIN_API_KEY'),
    // Never asked for: a tool that runs every night has no business with a password.
    password: '',
    ...DERIVED,
  };
};

/** The hosts that the user allowed beside Atlassian's. */
export function allowedHosts(values: Values): string[] {
  return (values.get('JIRA_ALLOWED_HOSTS') ?? '').toLowerCase().split(',');
}

/**
 * The settings that values make.
 *
 * @param where what to name as the place to set them, such as `.env`
 * @param prefix what the names of the variables begin with
 * @throws Fault `bad-config` that names every variable that is missing or wrong, and holds no value
 */
export function settingsOf(values: Values, where: string, prefix = ''): Settings {
  const wrong = complaints(values).map((one) => prefix + one);
  if (wrong.length > 0) {
    throw new Fault(
      'bad-config',
      `${wrong.join('; ')}. Set it in ${where} (.env.example shows how), or run: npm run doctor`,
    );
  }
  const named = allowedHosts(values);
  return {
    site: allowedOrigin(`${prefix}JIRA_SITE`, values.get('JIRA_SITE') ?? '', named),
    api: allowedOrigin(`${prefix}JIRA_API_ORIGIN`, values.get('JIRA_API_ORIGIN') ?? API, named),
    cloudId: values.get('JIRA_CLOUD_ID'),
    identity: identityOf(values),
    projectKey: values.get('JIRA_PROJECT_KEY'),
    issueKey: values.get('JIRA_ISSUE_KEY'),
    prefix,
  };
}
