import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { getCACertificates } from 'node:tls';
import { buildConnector, EnvHttpProxyAgent, Pool, type Dispatcher } from 'undici';
import { isLoopback } from './allowed-origin.ts';

/** How this machine reaches the network. */
export interface Network {
  /** URL of the proxy for https, including its login if it needs one. A secret. */
  readonly proxy?: string | undefined;
  /** Hosts reached without the proxy, in the format of NO_PROXY. */
  readonly noProxy?: string | undefined;
  /** Additional trusted certificate authorities, as PEM. */
  readonly authorities?: string | undefined;
}

/** No proxy, and Node.js's default certificate authorities. */
export const DIRECT: Network = {};

/** Limits of a connection: the number of parallel connections, and timeouts in milliseconds. */
export interface ConnectionLimits {
  readonly connections: number;
  /** Bytes of the headers of an answer; by default, as many as Node.js accepts. */
  readonly maxHeaderSize?: number | undefined;
  readonly connect: number;
  readonly headers: number;
  readonly body: number;
}

/** An undici agent that knows which origins it reached through the proxy. */
export interface NetworkAgent {
  readonly agent: Dispatcher;
  /** Whether requests to an origin went through the proxy. Meaningful only after a request to it. */
  readonly isProxied: (origin: string) => boolean;
}

/** Loopback hosts never go through a proxy: there they would mean the proxy's own machine. */
const NEVER_PROXIED = 'localhost,127.0.0.1,[::1]';

/** Resolves loopback names to 127.0.0.1 whatever the DNS says, because plain http is allowed to them only. */
const pinned: LookupFunction = (host, options, callback) =>
  lookup(isLoopback(host) ? '127.0.0.1' : host, options, callback);

/**
 * Opens a keep-alive agent for HTTP/1.1. It always verifies certificates, even if NODE_TLS_REJECT_UNAUTHORIZED is 0, and reads
 * nothing from the process environment: it uses a proxy only if `network` names one.
 */
export function openAgent(
  { proxy = '', noProxy = '', authorities }: Network,
  { connections, maxHeaderSize, connect, headers, body }: ConnectionLimits,
): NetworkAgent {
  const tls = {
    rejectUnauthorized: true,
    ...(authorities !== undefined && { ca: [...getCACertificates('default'), authorities] }),
  };
  const limits = {
    headersTimeout: headers,
    bodyTimeout: body,
    ...(maxHeaderSize !== undefined && { maxHeaderSize }),
  };
  const connector = buildConnector({ timeout: connect, lookup: pinned, allowH2: false, ...tls });
  const direct = new Set<string>();
  const agent = new EnvHttpProxyAgent({
    ...limits,
    allowH2: false,
    connections,
    // Plain http is allowed to loopback hosts only.
    httpProxy: '',
    httpsProxy: proxy,
    noProxy: `${NEVER_PROXIED},${noProxy}`,
    connect: (options, callback) => {
      direct.add(`${options.protocol}//${options.host ?? options.hostname}`);
      connector(options, callback);
    },
    requestTls: { ...tls, timeout: connect },
    proxyTls: { ...tls, timeout: connect },
    clientFactory: (origin, options) => new Pool(origin, { ...options, ...limits }),
  });
  return { agent, isProxied: (origin) => proxy !== '' && !direct.has(origin) };
}
