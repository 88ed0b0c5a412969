import { checksum } from '../contract/synthetic-token.ts';
import { Fault } from '../contract/fault.ts';
import { allowedOrigin } from '../exchange/allowed-origin.ts';
import { allowedHosts, type Values } from './settings.ts';
import { valueFault } from './value-faults.ts';
import { ALL_VARIABLES, type Variable, type VariableName } from './variables.ts';

/** What can be said of a variable without asking anybody. */
export interface Finding {
  readonly variable: VariableName;
  /** `hint`: it may be wrong, and only the site can tell. */
  readonly state: 'set' | 'not set' | 'wrong' | 'hint';
  readonly says: string;
}

/** The checksum of a token in the present form does not fit its body. A hint: the form is not documented. */
function tokenHint(name: VariableName, token: string): string | undefined {
  const head = token.slice(0, token.lastIndexOf('=') + 1);
  const isAdmin = name.endsWith('ADMIN_API_KEY');
  if (token.startsWith('ATATT3') && isAdmin)
    return "looks like a user's API token, not like an Admin API key";
  if (token.startsWith('ATCTT3') && !isAdmin)
    return "looks like an Admin API key, not like a user's API token";
  if (!/^AT[AC]TT3/.test(token)) return 'has not the form of a present Atlassian token';
  if (head === '') return 'looks cut off: the checksum at its end is missing';
  return token === head + checksum(head) ? undefined : 'looks mistyped: its checksum does not fit';
}

/** Variables with the same value, where each should be another one. */
const PAIRS: readonly (readonly [VariableName, VariableName])[] = [
  ['JIRA_EMAIL', 'JIRA_OTHER_EMAIL'],
  ['JIRA_EMAIL', 'JIRA_DEACTIVATED_EMAIL'],
];

function twin({ name, secret }: Variable & { name: VariableName }, values: Values): string | undefined {
  const value = values.get(name)?.toLowerCase();
  const others =
    secret === 'token'
      ? ALL_VARIABLES.filter((other) => other.secret === 'token').map((other) => other.name)
      : PAIRS.flatMap(([a, b]) => (b === name ? [a] : []));
  return others.find((other) => other !== name && values.get(other)?.toLowerCase() === value);
}

function originFault({ name, origin }: Variable, value: string, values: Values): string | undefined {
  try {
    if (origin) allowedOrigin(name, value, allowedHosts(values));
    return undefined;
  } catch (error) {
    if (error instanceof Fault) return error.message.replace(`${name} `, '');
    throw error;
  }
}

function examineOne(variable: Variable & { name: VariableName }, values: Values): Finding {
  const { name, secret, required, rare, what, how } = variable;
  const value = values.get(name);
  const says = (state: Finding['state'], text: string): Finding => ({ variable: name, state, says: text });
  if (value === undefined) {
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
  return says('set', secret ? 'set' : value);
}

/** What can be said of every variable, in the order of the table. Holds no secret. */
export function examine(values: Values): Finding[] {
  return ALL_VARIABLES.map((variable) => examineOne(variable, values));
}
