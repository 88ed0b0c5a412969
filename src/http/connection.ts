import type { Dispatcher } from 'undici';
import { DIRECT, openAgent, type Network } from './agent.ts';
import { hostLock, READS } from './host-lock.ts';

/** What bounds a single exchange: milliseconds, and bytes of the decoded body. */
export interface Bounds {
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
  /** From the first byte sent to the last one read: a body that drips for ever never runs into the others. */
  readonly total: number;
  readonly maxBody: number;
}

export const BOUNDS: Bounds = {
  connect: 10_000,
  headers: 30_000,
  body: 15_000,
  total: 60_000,
  maxBody: 5 * 2 ** 20,
};

/** A way to the servers that a credential may be sent to. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Ends what is under way as well. */
  readonly destroy: () => Promise<void>;
  /** Whether requests to an origin that was asked went through a proxy. */
  readonly isProxied: (origin: string) => boolean;
}

/** How a connection is opened. */
export interface Opening {
  /** How many at a time. */
  readonly connections: number;
  /** What may be sent: reads alone unless the server is one that is written to. */
  readonly methods?: ReadonlySet<string>;
  readonly network?: Network;
}

/**
 * Opens a connection to the named origins and no others, for every client that sends a credential: directly, or through the
 * proxy that the network names. No redirect is followed.
 */
export function openConnection(
  origins: readonly string[],
  bounds: Bounds,
  { connections, methods = READS, network = DIRECT }: Opening,
): Connection {
  const { agent, isProxied } = openAgent(network, { ...bounds, connections });
  return {
    dispatcher: agent.compose(hostLock(origins, methods)),
    destroy: () => agent.destroy(),
    isProxied,
  };
}
