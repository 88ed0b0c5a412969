import { basic } from '../contract/authorization.ts';
import { Fault } from '../fault.ts';
import type { Network } from '../http/agent.ts';
import { isLoopback } from '../http/allowed-origin.ts';
import { networkOf } from './network.ts';
import { valueFault } from './value-faults.ts';
import type { Values } from './values.ts';
import { ALL_VARIABLES, type Variable } from './variables.ts';

/** Where a Pact Broker is, and as whom to speak to it. */
export interface BrokerSettings {
  /** Without a slash at its end; a broker may live below a path. */
  readonly url: string;
  /** The `Authorization` value, or null where none is sent. A secret. */
  readonly authorization: string | null;
  readonly network: Network;
}

/**
 * What is looked at before a broker is asked: its own variables, those of the network, and dates, which whoever reads the
 * settings refuses where they do not exist: they would be warnings that never come.
 */
const isOfBroker = ({ name, date, machine }: Variable): boolean =>
  date === true || machine === true || name.startsWith('PACT_BROKER_');

const refuse = (why: string): Fault => new Fault('bad-config', `PACT_BROKER_BASE_URL ${why}`);

function addressOf(values: Values): string {
  const value = values.get('PACT_BROKER_BASE_URL');
  if (value === undefined)
    throw refuse('is not set: there is no broker to publish to. Set it to its https address.');
  const url = URL.parse(value);
  if (!url) throw refuse('is no address. Write it as https://acme.pactflow.io');
  if (url.username || url.password) {
    throw refuse('holds a user name; put it into PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.');
  }
  if (url.search || url.hash) throw refuse('has a query behind the address; leave it out.');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw refuse(`must begin with https://: a credential would be readable on the way to ${url.hostname}.`);
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
      'PACT_BROKER_TOKEN and PACT_BROKER_USERNAME are both set: a broker takes one of them. Take the other out.',
    );
  }
  if (token !== undefined) return `Bearer ${token}`;
  if ((user === undefined) !== (password === undefined)) {
    const missing = user === undefined ? 'PACT_BROKER_USERNAME' : 'PACT_BROKER_PASSWORD';
    throw new Fault('bad-config', `${missing} is not set, but its counterpart is: set both or neither.`);
  }
  return user === undefined || password === undefined ? null : basic(user, password);
}

/**
 * The broker that values name.
 *
 * @throws Fault `bad-config`, which names the variable and shows no value
 */
export function brokerSettingsOf(values: Values): BrokerSettings {
  for (const variable of ALL_VARIABLES.filter(isOfBroker)) {
    const value = values.get(variable.name);
    const fault = value !== undefined && valueFault(variable, value);
    if (fault) throw new Fault('bad-config', `${variable.name} ${fault}.`);
  }
  return { url: addressOf(values), authorization: authorizationOf(values), network: networkOf(values) };
}
