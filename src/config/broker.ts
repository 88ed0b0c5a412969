import { basic } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import type { Network } from '../http/agent.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { networkOf } from './network.ts';
import { valueFault } from './value-faults.ts';
import type { Values } from './values.ts';
import { ALL_VARIABLES, type Variable } from './variables.ts';

/** Address and credentials of a Pact Broker. */
export interface BrokerSettings {
  /** Without a trailing slash; may include a path. */
  readonly url: string;
  /** The `Authorization` value, or null if none is sent. A secret. */
  readonly authorization: string | null;
  readonly network: Network;
}

/** Whether a variable is about the Pact Broker: no site needs it. */
export const isOfBroker = (name: string): boolean => name.startsWith('PACT_BROKER_');

/**
 * Whether a variable is checked before a broker is used: those of the broker and of the network, and expiry dates, because an
 * invalid date would mean a warning that never appears.
 */
const isCheckedForBroker = ({ name, date, machine }: Variable): boolean =>
  date === true || machine === true || isOfBroker(name);

const refuse = (why: string): Fault => new Fault('bad-config', `PACT_BROKER_BASE_URL ${why}`);

function addressOf(values: Values): string {
  const value = values.get('PACT_BROKER_BASE_URL');
  if (value === undefined)
    throw refuse(
      'is not set, so there is no broker to publish to. Set it to the https address of your broker.',
    );
  const url = URL.parse(value);
  if (!url) throw refuse('is not a URL. Write it as https://acme.pactflow.io');
  if (url.username || url.password) {
    throw refuse('contains a user name. Set PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD instead.');
  }
  if (url.search || url.hash) throw refuse('has a query or fragment. Remove it.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw refuse(
      `must begin with https://: over http, anyone on the way to ${url.hostname} could read the credential.`,
    );
  }
  return url.href.replace(/\/+$/, '');
}

function authorizationOf(values: Values): string | null {
  const [token, user, password] = (
    ['PACT_BROKER_TOKEN', 'PACT_BROKER_USERNAME', 'PACT_BROKER_PASSWORD'] as const
  ).map((name) => values.get(name));
  if (token !== undefined && (user !== undefined || password !== undefined)) {
    throw new Fault(
      'bad-config',
      'PACT_BROKER_TOKEN and PACT_BROKER_USERNAME or PACT_BROKER_PASSWORD are both set. Use either the token or the user and password.',
    );
  }
  if (token !== undefined) return `Bearer ${token}`;
  if ((user === undefined) !== (password === undefined)) {
    const missing = user === undefined ? 'PACT_BROKER_USERNAME' : 'PACT_BROKER_PASSWORD';
    throw new Fault('bad-config', `${missing} is not set, although its counterpart is. Set both or neither.`);
  }
  return user === undefined || password === undefined ? null : basic(user, password);
}

/**
 * Returns the broker settings.
 *
 * @throws Fault `bad-config` if a variable is missing or invalid. The message names the variable and contains no value.
 */
export function brokerSettingsOf(values: Values): BrokerSettings {
  for (const variable of ALL_VARIABLES.filter(isCheckedForBroker)) {
    const value = values.get(variable.name);
    const fault =
      values.sources?.get(variable.name)?.fault ??
      (value === undefined ? undefined : valueFault(variable, value));
    if (fault) throw new Fault('bad-config', `${variable.name} ${fault}.`);
  }
  return { url: addressOf(values), authorization: authorizationOf(values), network: networkOf(values) };
}
