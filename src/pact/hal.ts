import { z } from 'zod';
import type { BrokerSettings } from '../config/broker.ts';
import { Fault } from '../contract/fault.ts';
import { openAgent } from '../exchange/agent.ts';
import { failureWords } from '../exchange/failure.ts';

const link = z.union([
  z.object({ href: z.string() }).transform(({ href }) => href),
  z.array(z.object({ href: z.string() })).transform((links) => links[0]?.href),
]);

const resource = z.looseObject({ _links: z.record(z.string(), z.unknown()).optional() });

/** A resource of a broker: where its links lead. */
export interface Resource {
  /** The address behind a relation, the first where there are several; undefined where there is none. */
  readonly link: (relation: string) => string | undefined;
  /** The broker that gave it. */
  readonly origin: string;
}

/** Speaks HAL, the hypermedia JSON of the Pact Broker. */
export interface HalClient {
  /** @throws Fault `unreachable` or `broker-refused` */
  readonly get: (address: string) => Promise<Resource>;
  /** @throws Fault `unreachable` or `broker-refused` */
  readonly send: (method: 'POST' | 'PUT', address: string, body: object) => Promise<Resource>;
  readonly close: () => Promise<void>;
}

/** Milliseconds: a broker that is slow to wake is waited for, one that hangs is not. */
const TIMEOUT = 30_000;

/** What there is to do about a status. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'Check PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
  403: 'Its credential may read, but not write: use one that may publish.',
  404: 'Check PACT_BROKER_BASE_URL: it must be the address of the broker itself.',
  409: 'This version was published before with another content: publish under a new --consumer-version.',
};

function resourceOf(text: string, origin: string): Resource {
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Fault(
      'broker-refused',
      `The broker at ${origin} answered no JSON: it is no Pact Broker, or a proxy stands before it.`,
    );
  }
  const parsed = resource.safeParse(value);
  const links = parsed.success ? (parsed.data._links ?? {}) : {};
  return { origin, link: (relation) => link.safeParse(links[relation]).data };
}

/**
 * Opens a client for a broker. It speaks to the broker's own origin alone, whatever address a link names: the
 * credential goes nowhere else, and redirects are not followed.
 */
export function openHal({ url, authorization, network }: BrokerSettings): HalClient {
  const { agent, isProxied } = openAgent(network, {
    connections: 1,
    connect: TIMEOUT,
    headers: TIMEOUT,
    body: TIMEOUT,
  });
  const { origin } = new URL(url);
  const call = async (method: 'GET' | 'POST' | 'PUT', address: string, body?: object): Promise<Resource> => {
    const target = new URL(address, url);
    if (target.origin !== origin) {
      throw new Fault(
        'forbidden-host',
        `The broker at ${origin} names an address at ${target.origin}, to which no credential is sent. Give its public address as PACT_BROKER_BASE_URL.`,
      );
    }
    const where = `The broker at ${origin}`;
    const answer = await agent
      .request({
        origin,
        path: target.pathname + target.search,
        method,
        headers: {
          accept: 'application/hal+json, application/json',
          ...(authorization !== null && { authorization }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      .then(async ({ statusCode, body: told }) => ({ status: statusCode, text: await told.text() }))
      .catch((error: unknown) => {
        throw new Fault(
          'unreachable',
          `${where} could not be asked: ${failureWords(error, isProxied(origin))}. Nothing more was published.`,
        );
      });
    if (answer.status >= 200 && answer.status < 300) return resourceOf(answer.text, origin);
    const advice = ADVICE[answer.status] ?? 'Try later, or look at what the broker logs.';
    throw new Fault(
      'broker-refused',
      `${where} answered ${answer.status} to ${method} ${target.pathname}. ${advice}`,
    );
  };
  return {
    get: (address) => call('GET', address),
    send: (method, address, body) => call(method, address, body),
    close: () => agent.close(),
  };
}
