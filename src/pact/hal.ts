import { z } from 'zod';
import type { BrokerSettings } from '../config/broker.ts';
import { Fault } from '../fault.ts';
import { BOUNDS, openConnection, type Bounds } from '../http/connection.ts';
import { describeTransportError } from '../http/transport-errors.ts';
import { exchangeOver } from '../http/send.ts';

const link = z.union([
  z.object({ href: z.string() }).transform(({ href }) => href),
  z.array(z.object({ href: z.string() })).transform((links) => links[0]?.href),
]);

const resource = z.looseObject({ _links: z.record(z.string(), z.unknown()).optional() });

/** A resource of a broker and its links. */
export interface Resource {
  /**
   * Returns the address behind a relation, the first if there are several; undefined if there is none.
   *
   * @throws Fault `forbidden-host` if the address is not on the broker's own origin
   */
  readonly link: (relation: string) => string | undefined;
  /** The origin of the broker. */
  readonly origin: string;
}

/** A client for HAL, the hypermedia JSON of the Pact Broker. */
export interface HalClient {
  /** @throws Fault `unreachable` or `broker-refused` */
  readonly get: (address: string) => Promise<Resource>;
  /** @throws Fault `unreachable` or `broker-refused` */
  readonly send: (method: 'POST' | 'PUT', address: string, body: object) => Promise<Resource>;
  readonly close: () => Promise<void>;
}

const METHODS = new Set(['GET', 'POST', 'PUT']);

/** Number of characters of a path that a message shows. */
const MAX_PATH_SHOWN = 200;

/** What to do about a status. */
const ADVICE: Readonly<Record<number, string>> = {
  401: 'Check PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.',
  403: 'The credential can read but not write: use one that may publish.',
  404: 'Check PACT_BROKER_BASE_URL: it must be the address of the broker itself.',
  409: 'This version was already published with different content: publish under a new --consumer-version.',
};

/**
 * Returns an address that a broker names, percent-encoded and without a user, so that it is safe to display. The braces of
 * a template stay.
 */
function ownAddress(href: string, base: string): string {
  const { origin } = new URL(base);
  const target = URL.parse(href, base);
  if (target?.origin === origin) {
    return `${origin}${target.pathname}${target.search}`.replaceAll('%7B', '{').replaceAll('%7D', '}');
  }
  const where = target?.host ? `at ${target.protocol}//${target.host}` : 'that is not valid';
  throw new Fault(
    'forbidden-host',
    `The broker at ${origin} links to an address ${where}, to which the credential is not sent. Set PACT_BROKER_BASE_URL to the public address of the broker.`,
  );
}

function resourceOf(text: string | null, url: string): Resource {
  const { origin } = new URL(url);
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text ?? 'too long');
  } catch {
    const what = text === null ? 'with more data than is read' : 'without JSON';
    throw new Fault(
      'broker-refused',
      `The broker at ${origin} answered ${what}: it is not a Pact Broker, or a proxy answered instead. Check PACT_BROKER_BASE_URL.`,
    );
  }
  const parsed = resource.safeParse(value);
  const links = parsed.success ? (parsed.data._links ?? {}) : {};
  return {
    origin,
    link: (relation) => {
      const href = link.safeParse(links[relation]).data;
      return href === undefined ? undefined : ownAddress(href, url);
    },
  };
}

/**
 * Opens a client for a broker, as restricted as that for Jira. It connects only to the broker's own origin, whatever address
 * a link names, so that the credential goes nowhere else.
 */
export function openHal({ url, authorization, network }: BrokerSettings, bounds: Bounds = BOUNDS): HalClient {
  const { origin } = new URL(url);
  const { dispatcher, destroy, isProxied } = openConnection([origin], bounds, {
    connections: 1,
    methods: METHODS,
    network,
  });
  const call = async (method: 'GET' | 'POST' | 'PUT', address: string, body?: object): Promise<Resource> => {
    const path = ownAddress(address, url).slice(origin.length);
    const where = `The broker at ${origin}`;
    const headers = {
      accept: 'application/hal+json, application/json',
      ...(authorization !== null && { authorization }),
      ...(body && { 'content-type': 'application/json' }),
    };
    const request = { origin, path, method, headers, ...(body && { body: JSON.stringify(body) }) };
    const answer = await exchangeOver(dispatcher, request, bounds).catch((error: unknown) => {
      throw new Fault(
        'unreachable',
        `${where} could not be reached: ${describeTransportError(error, isProxied(origin))}. Nothing more was published.`,
      );
    });
    if (answer.status >= 200 && answer.status < 300) return resourceOf(answer.text, url);
    const advice = ADVICE[answer.status] ?? 'Try again later, or look at the log of the broker.';
    throw new Fault(
      'broker-refused',
      `${where} answered ${answer.status} to ${method} ${(path.split('?')[0] ?? '').slice(0, MAX_PATH_SHOWN)}. ${advice}`,
    );
  };
  return {
    get: (address) => call('GET', address),
    send: (method, address, body) => call(method, address, body),
    close: destroy,
  };
}
