import type { Dispatcher } from 'undici';
import { DIRECT, openAgent, type Network } from './agent.ts';
import { hostLock, READS } from './host-lock.ts';

/** Limits of a single exchange: timeouts in milliseconds, and the size of the decoded body in bytes. */
export interface Bounds {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  /** From sending the request to the last byte read: a body that drips forever never hits the other timeouts. */
  readonly total: number;
  readonly maxBody: number;
}

/** The default limits. */
export const BOUNDS: Bounds = {
  connect: 10_000,
  headers: 30_000,
  body: 15_000,
  total: 60_000,
  maxBody: 5 * 2 ** 20,
};

/** A connection to the servers that may receive credentials. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Closes the connection and aborts requests in flight. */
  readonly destroy: () => Promise<void>;
  /** Whether requests to an origin went through a proxy. Meaningful only after a request to it. */
  readonly isProxied: (origin: string) => boolean;
}

/** Options of a connection. */
export interface ConnectionOptions {
  /** Number of parallel connections per origin. */
  readonly connections: number;
  /** Bytes of the headers of an answer; by default, as many as Node.js accepts. */
  readonly maxHeaderSize?: number;
  /** Allowed methods; `GET` and `HEAD` by default. */
  readonly methods?: ReadonlySet<string>;
  readonly network?: Network;
}

/**
 * Opens a connection that can reach the given origins only, directly or through the proxy of the network. Every client that
 * sends a credential uses it. It follows no redirects.
 */
export function openConnection(
  origins: readonly string[],
  bounds: Bounds,
  { connections, maxHeaderSize, methods = READS, network = DIRECT }: ConnectionOptions,
): Connection {
  const { agent, isProxied } = openAgent(network, { ...bounds, connections, maxHeaderSize });
  return {
    dispatcher: agent.compose(hostLock(origins, methods)),
    destroy: () => agent.destroy(),
    isProxied,
  };
}
