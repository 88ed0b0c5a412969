import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { isLoopback } from './allowed-origin.ts';

/** The way from this machine to the network. */
export interface Network {
  /** The proxy for https, with the login it wants in its address. A secret. */
  readonly proxy?: string | undefined;
  /** The hosts that are reached without it, as NO_PROXY lists them. */
  readonly noProxy?: string | undefined;
  /** Further authorities whose certificates are trusted, as PEM. */
  readonly authorities?: string | undefined;
}

/** No proxy, and the authorities that Node.js trusts by itself. */
export const DIRECT: Network = {};

/** What bounds a connection: how many at a time, and milliseconds. */
export interface Connecting {
  readonly connections: number;
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
}

/** An agent of undici's, and how it reaches an origin. */
export interface NetworkAgent {
  readonly agent: Dispatcher;
  /** Whether requests to an origin that was asked went through the proxy. */
  readonly isProxied: (origin: string) => boolean;
}

/** This machine is never asked through a proxy, which would be another machine's idea of it. */
const NEVER_PROXIED = 'localhost,127.0.0.1,[::1]';

/** The name of this machine means this machine, whatever the DNS says: plain http goes nowhere else. */
const pinned: LookupFunction = (host, options, callback) =>
  lookup(isLoopback(host) ? '127.0.0.1' : host, options, callback);

/**
 * Opens an agent for HTTP/1.1, kept alive. Certificates are always verified, whatever the environment says. Nothing is read
 * from the environment of the process: a proxy is used where the network names one.
 */
export function openAgent(
  { proxy = '', noProxy = '', authorities }: Network,
  { connections, connect, headers, body }: Connecting,
): NetworkAgent {
  const tls = {
    rejectUnauthorized: true,
    ...(authorities !== undefined && { ca: [...getCACertificates('default'), authorities] }),
  };
  const timeouts = { headersTimeout: headers, bodyTimeout: body };
  const connector = buildConnector({ timeout: connect, lookup: pinned, allowH2: false, ...tls });
  const direct = new Set<string>();
  const agent = new EnvHttpProxyAgent({
    ...timeouts,
    allowH2: false,
    connections,
    // Plain http goes to this machine alone.
    httpProxy: '',
    httpsProxy: proxy,
    noProxy: `${NEVER_PROXIED},${noProxy}`,
    connect: (options, callback) => {
      direct.add(`${options.protocol}//${options.host ?? options.hostname}`);
      connector(options, callback);
    },
    requestTls: { ...tls, timeout: connect },
    proxyTls: { ...tls, timeout: connect },
    clientFactory: (origin, options) => new Pool(origin, { ...options, ...timeouts }),
  });
  return { agent, isProxied: (origin) => proxy !== '' && !direct.has(origin) };
}
