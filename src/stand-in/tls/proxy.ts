import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';
import { readText } from '../read-body.ts';
import { makeCertificates, type Certificates } from './certificates.ts';
import { hostKindOf } from './host-names.ts';

/** A request for another host, which the proxy refused. Nothing left this machine, not even a look-up of the name. */
export interface RefusedHost {
  readonly host: string;
  readonly port: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether the request held a credential, wherever. Of a CONNECT, only the host and the headers are known. */
  readonly credential: boolean;
}

/** The stand-in behind the names of Atlassian. */
export interface TlsSide {
  /** Its origin on this machine, with TLS. */
  readonly origin: string;
  /** The proxy that is `*.atlassian.net` and `api.atlassian.com`, and refuses every other host. */
  readonly proxy: string;
  /** The certificate of the authority that clients have to trust, in PEM. */
  readonly ca: string;
  readonly refused: readonly RefusedHost[];
  /** Puts a server in front of the site: it gets the connections to the names of Atlassian, and need not listen. */
  readonly putInFront: (server: NetServer) => void;
  readonly close: () => Promise<void>;
}

/** What the proxy stands in front of. */
export interface Behind {
  /** The server of the site that speaks plain HTTP. */
  readonly plain: Server;
  /** Answers requests to the site over TLS. */
  readonly answer: RequestListener;
  readonly now: () => number;
  /** The time of the machine, for the certificates, which clients check with their own clocks. */
  readonly today: Date;
  /** Returns whether the text of a request to another host holds a credential. */
  readonly holdsCredential: (text: string) => boolean;
  /** Certificates that several stand-ins share; made for this one by default. */
  readonly certificates?: Certificates | undefined;
}

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};

async function listen(server: Server): Promise<void> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** Returns the host and port of an authority, such as `acme.atlassian.net:443`. */
function authorityOf(text: string, usualPort: number): { host: string; port: number } {
  const [, host = text, port] = /^(.*?)(?::(\d{1,5}))?$/s.exec(text) ?? [];
  return { host: host.toLowerCase(), port: port === undefined ? usualPort : Number(port) };
}

/** Returns the request line and the headers of a request, as they were sent. */
const headOf = ({ method = '', url = '', rawHeaders }: IncomingMessage): string =>
  [`${method} ${url}`, ...rawHeaders.map((part, i) => (i % 2 === 0 ? `${part}: ${rawHeaders[i + 1]}` : ''))]
    .filter((line) => line !== '')
    .join('\n');

/** Opens the TLS side of a stand-in: a server with a certificate made for it, and a proxy. */
export async function openTlsSide({
  plain,
  answer,
  now,
  today,
  holdsCredential,
  certificates,
}: Behind): Promise<TlsSide> {
  const { ca, cert, key } = certificates ?? (await makeCertificates(today));
  const refused: RefusedHost[] = [];
  const sockets = new Set<Socket>();
  const site = createHttpsServer({ cert, key }, answer);
  const proxy = createServer();
  let front: NetServer = site;
  await listen(site);
  await listen(proxy);

  /** Records a refused request, and returns what adds its body to the record. The request itself is not recorded. */
  const refuse = (host: string, port: number, request: IncomingMessage): ((body: string) => void) => {
    const head = headOf(request);
    const record = { host, port, at: now(), credential: holdsCredential(head) };
    refused.push(record);
    return (body) => {
      record.credential ||= holdsCredential(body);
    };
  };

  /** Returns the server that a host and port stand for; undefined for any other host. */
  function serverOf(host: string, port: number): NetServer | undefined {
    const kind = hostKindOf(host);
    if (kind === 'loopback') return [site, plain].find((server) => portOf(server) === port);
    return kind !== undefined && port === 443 ? front : undefined;
  }

  // Those whose handshake is not over are known to no server.
  const keepTrack = (socket: Socket): void => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  for (const server of [site, proxy]) server.on('connection', keepTrack);
  proxy.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const { host, port } = authorityOf(request.url ?? '', 443);
    const server = serverOf(host, port);
    if (!server) {
      refuse(host, port, request);
      socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    server.emit('connection', socket);
  });
  proxy.on('request', (request, response) => {
    const url = URL.parse(request.url ?? '');
    const { host, port } = authorityOf(url?.host ?? request.headers.host ?? '', 80);
    if (url?.protocol === 'http:' && serverOf(host, port) === plain) {
      request.url = `${url.pathname}${url.search}`;
      request.headers.host = url.host;
      plain.emit('request', request, response);
      return;
    }
    const addBody = refuse(host, port, request);
    const refuseWith = (body: string): void => {
      addBody(body);
      response.writeHead(403, { 'content-type': 'text/plain' });
      response.end('This proxy stands in for Atlassian, and refuses every other host.\n');
    };
    readText(request).then(refuseWith, () => response.destroy());
  });

  return {
    origin: `https://127.0.0.1:${portOf(site)}`,
    proxy: `http://127.0.0.1:${portOf(proxy)}`,
    ca,
    refused,
    putInFront: (server) => {
      front = server;
      server.on('connection', keepTrack);
    },
    close: async () => {
      const closed = [site, proxy].map((server) => once(server, 'close'));
      for (const server of [site, proxy]) server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}
