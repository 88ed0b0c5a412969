import { isServiceToken } from '../contract/authorization.ts';
import { checksum } from '../contract/synthetic-token.ts';
import { Fault } from '../fault.ts';
import { allowedOrigin } from '../http/allowed-origin.ts';
import type { Source } from './secret-source.ts';
import { valueFault } from './value-faults.ts';
import { allowedHosts, type Values } from './values.ts';
import { ALL_VARIABLES, type Variable, type VariableName } from './variables.ts';

/** The result of checking a variable without any request. */
export interface VariableStatus {
  readonly variable: string;
  /** `hint`: the value may be wrong, but only the site can tell. */
  readonly state: 'set' | 'not set' | 'wrong' | 'hint';
  readonly says: string;
  /** Where a secret comes from. */
  readonly from?: Source['from'];
}

/** Kinds of Atlassian token by their prefix. Only hints, because the format is not documented. */
const KINDS = {
  ATATT3: "a user's API token",
  ATCTT3: 'an Admin API key',
  // Reported by users of https://github.com/airbytehq/airbyte and others. Such a token has scopes and works at the gateway.
  ATSTT3: "a service account's token",
} as const;

const PREFIXES = ['ATATT3', 'ATCTT3', 'ATSTT3'] as const satisfies readonly (keyof typeof KINDS)[];

const kindOf = (token: string): keyof typeof KINDS | undefined =>
  PREFIXES.find((prefix) => token.startsWith(prefix));

/** Variables of tokens for the gateway. A service account's token belongs in one of them. */
const AT_GATEWAY: ReadonlySet<string> = new Set(['JIRA_SCOPED_TOKEN', 'JIRA_UNDERSCOPED_TOKEN']);

/** Returns what looks wrong with a token: it is of a different kind than its variable expects, or its checksum is wrong. */
function tokenHint(name: VariableName, token: string): string | undefined {
  const kind = kindOf(token);
  if (kind === undefined) return 'does not look like a current Atlassian token';
  const expected = name.endsWith('ADMIN_API_KEY') ? 'ATCTT3' : 'ATATT3';
  if (kind === 'ATSTT3' && expected === 'ATATT3') {
    return AT_GATEWAY.has(name)
      ? undefined
      : `looks like ${KINDS.ATSTT3}, which works only at the gateway: set it as JIRA_SCOPED_TOKEN, and leave this variable empty`;
  }
  if (kind !== expected) return `looks like ${KINDS[kind]}, not like ${KINDS[expected]}`;
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  if (head === '') return 'looks truncated: the checksum at its end is missing';
  return token === head + checksum(head) ? undefined : 'looks mistyped: its checksum is wrong';
}

/** Returns a variable that has the same value but must differ, or undefined. */
function duplicateOf(
  { name, secret, differsFrom = [] }: Variable & { name: VariableName },
  values: Values,
): string | undefined {
  const byName: ReadonlyMap<string, string> = values;
  const value = byName.get(name)?.toLowerCase();
  const others: readonly string[] =
    secret === 'token'
      ? ALL_VARIABLES.filter((other) => other.secret === 'token').map((other) => other.name)
      : differsFrom;
  return others.find((other) => other !== name && byName.get(other)?.toLowerCase() === value);
}

const isRequired = ({ required, requiredUnless }: Variable, values: Values): boolean =>
  required === true || (requiredUnless !== undefined && !isGiven(requiredUnless, values));

/** Whether a variable is set, even if its value cannot be read. */
const isGiven = (name: string, values: Given): boolean =>
  values.has(name) || values.sources?.has(name) === true;

/** Values by any name. */
interface Given extends ReadonlyMap<string, string> {
  readonly sources?: ReadonlyMap<string, Source>;
}

/** Returns why an email is required because its token is set, as the end of "it is …"; undefined if it is not. */
function pairFault(name: VariableName, values: Values): string | undefined {
  const scoped = values.get('JIRA_SCOPED_TOKEN');
  if (name === 'JIRA_EMAIL' && isGiven('JIRA_API_TOKEN', values)) return 'missing: JIRA_API_TOKEN needs it';
  if (name !== 'JIRA_SCOPED_EMAIL' || scoped === undefined || isServiceToken(scoped)) return undefined;
  return values.has('JIRA_EMAIL') ? undefined : 'missing: JIRA_SCOPED_TOKEN needs the email of its account';
}

function originFault({ name, origin }: Variable, value: string, values: Values): string | undefined {
  try {
    if (origin) allowedOrigin(name, value, allowedHosts(values), origin);
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message.replace(`${name} `, '');
    throw error;
  }
}

/** Returns where a secret comes from, in words. */
function describeSource(source: Source | undefined): string {
  if (!source) return 'set';
  const places: Readonly<Record<Source['from'], string>> = {
    environment: 'set, in the environment',
    settings: 'set, in the settings file',
    file: `set, by ${source.name}`,
    command: `set, by ${source.name}`,
  };
  return places[source.from];
}

function examineVariable(variable: Variable & { name: VariableName }, values: Values): VariableStatus {
  const { name, secret, proxy, rare, webhook, what, how } = variable;
  const value = values.get(name);
  const source = values.sources?.get(name);
  const says = (state: VariableStatus['state'], text: string): VariableStatus => ({
    variable: name,
    state: webhook && state === 'wrong' ? 'hint' : state,
    says: text,
    ...(source && { from: source.from }),
  });
  if (source?.fault !== undefined) return says('wrong', source.fault);
  const user = webhook ? 'nightly' : 'pact:publish';
  if (source?.notRun) return says('set', `set by ${source.name}, which only npm run ${user} runs`);
  // If the value is not in the settings themselves, the user needs to know where to correct it.
  const origin = source && source.path === undefined && source.from !== 'command' ? '' : source?.name;
  const at = origin ? ` (from ${origin})` : '';
  if (value === undefined) {
    const unpaired = pairFault(name, values);
    if (unpaired) return says('wrong', unpaired);
    const required = isRequired(variable, values);
    if (rare) return says('not set', `not set, which is usual: ${what}; ${how}`);
    return says(
      required ? 'wrong' : 'not set',
      `${required ? 'missing' : 'not set'}: ${what}. To get it: ${how}`,
    );
  }
  const fault = valueFault(variable, value) ?? originFault(variable, value, values);
  if (fault) return says('wrong', fault + at);
  const same = duplicateOf(variable, values);
  if (same) return says('wrong', `has the same value as ${same}, but the two must differ${at}`);
  const hint = secret === 'token' ? tokenHint(name, value) : undefined;
  if (hint) return says('hint', `${hint} (only a hint: the format is not documented)${at}`);
  return says('set', secret ? describeSource(source) : proxy ? new URL(value).host : value);
}

/**
 * Returns what is wrong with the settings, as sentences without a full stop. Any of them stops a command before its first
 * request.
 *
 * @param prefix the prefix of the variable names
 */
export function faultsOf(values: Values, prefix = ''): string[] {
  return examineVariables(values)
    .filter(({ state }) => state === 'wrong')
    .map(({ variable, says }) => `${prefix}${variable} ${isGiven(variable, values) ? says : `is ${says}`}`);
}

/** Checks every variable without any request, in the order of the table. The result contains no secret. */
export function examineVariables(values: Values): VariableStatus[] {
  return ALL_VARIABLES.map((variable) => examineVariable(variable, values));
}
