import { once } from 'node:events';
import { createServer, request, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { PROXIED } from './certificate.fixture.ts';

/** For tests: a CONNECT request that a proxy received. */
interface Connection {
  readonly host: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** For tests: a proxy on this machine. */
export interface Proxy {
  readonly port: number;
  readonly connections: readonly Connection[];
  readonly close: () => Promise<void>;
}

/** For tests: a server on this machine that speaks TLS. */
export interface TlsServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

async function listen(
  server: Server,
  sockets: Set<Socket>,
): Promise<{ port: number; close: () => Promise<void> }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, close };
}

/**
 * For tests: opens a proxy that answers CONNECT. It connects to one port of this machine, whatever the requested host.
 *
 * @param login the required user and password
 * @param silent whether it accepts the request but never answers
 * @param status the status with which it refuses every connection
 */
export async function openProxy(
  target: number,
  { login, status, silent = false }: { login?: string; status?: number; silent?: boolean } = {},
): Promise<Proxy> {
  const connections: Connection[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_request, response) => response.writeHead(400).end());
  server.on('connect', ({ url = '', headers }, socket: Socket) => {
    connections.push({ host: url, headers });
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (silent) return;
    const required = login && `Basic ${Buffer.from(login).toString('base64')}`;
    const isAuthorised = required === undefined || required === headers['proxy-authorization'];
    const refusal = isAuthorised ? status : 407;
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(target, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      socket.pipe(upstream).pipe(socket);
    });
    sockets.add(upstream);
    upstream.on('error', () => socket.destroy());
  });
  return { connections, ...(await listen(server, sockets)) };
}

/** For tests: opens a TLS server with the certificate of proxied.example.com. */
export async function openTls(answer: RequestListener): Promise<TlsServer> {
  const sockets = new Set<Socket>();
  const server = createHttpsServer(PROXIED, answer);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  return listen(server, sockets);
}

/** For tests: forwards requests to a plain HTTP server on this machine. */
export function handOn(origin: string): RequestListener {
  return ({ url = '', method, headers }, response) => {
    const host = new URL(origin).host;
    const onward = request(new URL(url, origin), { method, headers: { ...headers, host } }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    onward.end();
  };
}
