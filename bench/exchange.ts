import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'undici';
import { WALL_CLOCK } from '../src/http/clock.ts';
import { openClient } from '../src/http/client.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from '../src/http/rate-limiter.ts';
import { HEADERS } from '../src/http/send.ts';
import type { BenchOptions } from './options.ts';
import { median, rate } from './rate.ts';

const PATH = '/rest/api/3/project';

const BODY = JSON.stringify(
  Array.from({ length: 20 }, (_, id) => ({ id, key: `KEY${id}`, name: 'A project' })),
);

/** Measures the requests per second of the live client next to a bare undici Pool, on loopback, at the same concurrency. */
export async function* benchExchange({ requests, concurrency }: BenchOptions): AsyncGenerator<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(BODY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const pool = new Pool(origin, { connections: concurrency, allowH2: false });
  const politeness: Politeness = {
    ...DEFAULT_POLITENESS,
    concurrency,
    minInterval: 0,
    maxRequests: Number.POSITIVE_INFINITY,
  };
  const client = openClient(
    [origin],
    new RateLimiter(politeness, WALL_CLOCK, new AbortController().signal),
    WALL_CLOCK,
  );
  const request = { origin, path: PATH, query: {}, authorization: null };
  const bare = async (): Promise<unknown> =>
    (await pool.request({ path: PATH, method: 'GET', headers: { ...HEADERS } })).body.text();
  const ours = (): Promise<unknown> => client.ask(request);
  const pairs: [number, number][] = [];
  // Alternating, so that other load on the machine affects both.
  for (let round = 0; round < 7; round += 1) {
    pairs.push([await rate(requests, concurrency, bare), await rate(requests, concurrency, ours)]);
  }
  await Promise.all([pool.close(), client.close()]);
  server.close();
  const warm = pairs.slice(2);
  const [pools, lives] = [median(warm.map(([a]) => a)), median(warm.map(([, b]) => b))];
  const ratio = median(warm.map(([a, b]) => b / a));
  yield `exchange  ${lives.toFixed(0)} requests/s, bare Pool ${pools.toFixed(0)}: ratio ${ratio.toFixed(2)} (concurrency ${concurrency}, ${requests} requests, median of 5)`;
}
