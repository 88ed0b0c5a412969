import { once } from 'node:events';
import { createServer, request, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { PROXIED } from './certificate.fixture.ts';

/** For tests: what a proxy was asked for. */
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
 * For tests: a proxy that answers CONNECT. Whatever host it is asked for, it leads to one port of this machine.
 *
 * @param login the user and password that it wants
 * @param silent it takes the request and says nothing
 * @param status what it answers instead of a connection
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
    const wanted = login && `Basic ${Buffer.from(login).toString('base64')}`;
    const isWelcome = wanted === undefined || wanted === headers['proxy-authorization'];
    const refusal = isWelcome ? status : 407;
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

/** For tests: a server with the certificate of proxied.example.com. */
export async function openTls(answer: RequestListener): Promise<TlsServer> {
  const sockets = new Set<Socket>();
  const server = createHttpsServer(PROXIED, answer);
  server.on('connection', (socket: Socket) => sockets.add(socket));
  return listen(server, sockets);
}

/** For tests: hands a request on to a server of plain HTTP on this machine. */
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
