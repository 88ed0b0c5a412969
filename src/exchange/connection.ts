import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, type Dispatcher } from 'undici';
import { isLoopback } from './allowed-origin.ts';
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

/** The name of this machine means this machine, whatever the DNS says: plain http goes nowhere else. */
const pinned: LookupFunction = (host, options, callback) =>
  lookup(isLoopback(host) ? '127.0.0.1' : host, options, callback);

/** A way to the servers that a credential may be sent to. */
export interface Connection {
  readonly dispatcher: Dispatcher;
  /** Ends what is under way as well. */
  readonly destroy: () => Promise<void>;
}

/**
 * Opens a connection to the named origins and no others, for every client that sends a credential. HTTP/1.1, kept alive;
 * certificates are always verified, whatever the environment says; no proxy, and no redirect is followed.
 *
 * @param methods what may be sent: reads alone unless the server is one that is written to
 */
export function openConnection(
  origins: readonly string[],
  bounds: Bounds,
  connections: number,
  methods: ReadonlySet<string> = READS,
): Connection {
  const agent = new Agent({
    allowH2: false,
    connections,
    headersTimeout: bounds.headers,
    bodyTimeout: bounds.body,
    connect: { timeout: bounds.connect, rejectUnauthorized: true, lookup: pinned },
  });
  return { dispatcher: agent.compose(hostLock(origins, methods)), destroy: () => agent.destroy() };
}
