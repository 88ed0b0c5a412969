import { isServiceToken } from '../contract/authorization.ts';
import { checksum } from '../contract/synthetic-token.ts';
import { Fault } from '../fault.ts';
import { allowedOrigin } from '../http/allowed-origin.ts';
import { valueFault } from './value-faults.ts';
import { allowedHosts, type Values } from './values.ts';
import { ALL_VARIABLES, type Variable, type VariableName } from './variables.ts';

/** What can be said of a variable without asking anybody. */
export interface Finding {
  readonly variable: string;
  /** `hint`: it may be wrong, and only the site can tell. */
  readonly state: 'set' | 'not set' | 'wrong' | 'hint';
  readonly says: string;
}

/** Kinds of Atlassian token, by how they begin. Hints all of them: the form is not documented. */
const KINDS = {
  ATATT3: "a user's API token",
  ATCTT3: 'an Admin API key',
  // Seen by https://github.com/airbytehq/airbyte's users and others; such a token has scopes and works at the gateway.
  ATSTT3: "a service account's token",
} as const;

const STARTS = ['ATATT3', 'ATCTT3', 'ATSTT3'] as const satisfies readonly (keyof typeof KINDS)[];

const kindOf = (token: string): keyof typeof KINDS | undefined =>
  STARTS.find((start) => token.startsWith(start));

/** Variables of tokens that work at the gateway, where a service account's token belongs. */
const AT_GATEWAY: ReadonlySet<string> = new Set(['JIRA_SCOPED_TOKEN', 'JIRA_UNDERSCOPED_TOKEN']);

/** What looks odd about a token: of another kind than its variable is for, or mistyped by its checksum. */
function tokenHint(name: VariableName, token: string): string | undefined {
  const kind = kindOf(token);
  if (kind === undefined) return 'has not the form of a present Atlassian token';
  const wanted = name.endsWith('ADMIN_API_KEY') ? 'ATCTT3' : 'ATATT3';
  if (kind === 'ATSTT3' && wanted === 'ATATT3') {
    return AT_GATEWAY.has(name)
      ? undefined
      : `looks like ${KINDS.ATSTT3}, which works at the gateway alone: set it as JIRA_SCOPED_TOKEN, and leave this one empty`;
  }
  if (kind !== wanted) return `looks like ${KINDS[kind]}, not like ${KINDS[wanted]}`;
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  if (head === '') return 'looks cut off: the checksum at its end is missing';
  return token === head + checksum(head) ? undefined : 'looks mistyped: its checksum does not fit';
}

/** Variables with the same value, where each should be another one. */
const PAIRS: readonly (readonly [VariableName, VariableName])[] = [
  ['JIRA_EMAIL', 'JIRA_OTHER_EMAIL'],
  ['JIRA_EMAIL', 'JIRA_DEACTIVATED_EMAIL'],
  ['JIRA_SCOPED_EMAIL', 'JIRA_OTHER_EMAIL'],
];

function twin({ name, secret }: Variable & { name: VariableName }, values: Values): string | undefined {
  const value = values.get(name)?.toLowerCase();
  const others =
    secret === 'token'
      ? ALL_VARIABLES.filter((other) => other.secret === 'token').map((other) => other.name)
      : PAIRS.flatMap(([a, b]) => (b === name ? [a] : []));
  return others.find((other) => other !== name && values.get(other)?.toLowerCase() === value);
}

const isRequired = ({ required, requiredUnless }: Variable, values: Values): boolean =>
  required === true || (requiredUnless !== undefined && !isGiven(requiredUnless, values));

const isGiven = (name: string, values: ReadonlyMap<string, string>): boolean => values.has(name);

/** Why an email or a token cannot be left out, because its counterpart is there, as the end of "it is …". */
function pairFault(name: VariableName, values: Values): string | undefined {
  const scoped = values.get('JIRA_SCOPED_TOKEN');
  if (name === 'JIRA_EMAIL' && values.has('JIRA_API_TOKEN')) return 'missing: it belongs to JIRA_API_TOKEN';
  if (name !== 'JIRA_SCOPED_EMAIL' || scoped === undefined || isServiceToken(scoped)) return undefined;
  return values.has('JIRA_EMAIL')
    ? undefined
    : 'missing: the email of JIRA_SCOPED_TOKEN, which alone is asked where JIRA_API_TOKEN is not set';
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

function examineOne(variable: Variable & { name: VariableName }, values: Values): Finding {
  const { name, secret, proxy, rare, what, how } = variable;
  const value = values.get(name);
  const says = (state: Finding['state'], text: string): Finding => ({ variable: name, state, says: text });
  if (value === undefined) {
    const unpaired = pairFault(name, values);
    if (unpaired) return says('wrong', unpaired);
    const required = isRequired(variable, values);
    if (rare) return says('not set', `not set, as usual: ${what}; ${how}`);
    return says(
      required ? 'wrong' : 'not set',
      `${required ? 'missing' : 'not set'}: ${what}. To get it: ${how}`,
    );
  }
  const fault = valueFault(variable, value) ?? originFault(variable, value, values);
  if (fault) return says('wrong', fault);
  const same = twin(variable, values);
  if (same) return says('wrong', `is the same as ${same}: one of the two is in the wrong role`);
  const hint = secret === 'token' ? tokenHint(name, value) : undefined;
  if (hint) return says('hint', `${hint} (a hint: the form is not documented)`);
  return says('set', secret ? 'set' : proxy ? new URL(value).host : value);
}

/**
 * What is wrong with the settings, as sentences without a full stop: the part of the examination that stops a command
 * before it asks anybody.
 *
 * @param prefix what the names of the variables begin with
 */
export function faultsOf(values: Values, prefix = ''): string[] {
  return examine(values)
    .filter(({ state }) => state === 'wrong')
    .map(({ variable, says }) => `${prefix}${variable} ${isGiven(variable, values) ? says : `is ${says}`}`);
}

/** What can be said of every variable, in the order of the table. Holds no secret. */
export function examine(values: Values): Finding[] {
  return ALL_VARIABLES.map((variable) => examineOne(variable, values));
}
