import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import type { ClientProcess } from './client-process.ts';
import type { DriveFunction, Driven } from './driving.ts';

const HOST = '127.0.0.1';

/** Milliseconds between two tries to connect. */
const TRY_EVERY_MS = 25;

/** Returns a port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

const canConnect = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

/** Waits until a server listens. Returns false if it ended before. */
async function listens(port: number, client: ClientProcess): Promise<boolean> {
  while (!client.mustEnd) {
    if (await canConnect(port)) return true;
    await sleep(TRY_EVERY_MS);
  }
  return false;
}

/** Returns what a user would see of a server that fails; of one that ended on its own, that is its own output. */
const failure = ({ wasEnded }: ClientProcess, answer: string): Driven =>
  wasEnded ? { succeeded: false, answer } : { succeeded: false };

/** Runs a server: waits until it listens, sends it a request, and ends it. */
export const driveHttp: DriveFunction = async ({ client, use: { http }, filled, port }) => {
  client.stdin.end();
  if (!http || port === undefined) return undefined;
  if (!(await listens(port, client)))
    return failure(client, 'It did not listen on the port that {port} and PORT name, on 127.0.0.1.');
  const stop = new AbortController();
  const look = setInterval(() => {
    if (client.mustEnd) stop.abort();
  }, TRY_EVERY_MS);
  try {
    const { statusCode, body } = await request(`http://${HOST}:${port}${filled(http.path)}`, {
      method: http.method,
      signal: stop.signal,
      ...(http.body !== undefined && {
        body: filled(http.body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await body.text();
    return { succeeded: statusCode < 400, answer: `${statusCode}\n${text}` };
  } catch {
    return failure(client, `It did not answer ${http.method} ${filled(http.path)}.`);
  } finally {
    clearInterval(look);
    client.end('done');
  }
};
