import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { Pool } from 'undici';
import { listenAddress } from '../src/guard/listen-address.ts';
import { openGuard } from '../src/guard/proxy.ts';
import { DIRECT } from '../src/http/agent.ts';
import { WALL_CLOCK } from '../src/http/clock.ts';
import type { BenchOptions } from './options.ts';
import { median, rate } from './rate.ts';

const PATH = '/rest/api/3/project';

const BODY = JSON.stringify(
  Array.from({ length: 20 }, (_, id) => ({ id, key: `KEY${id}`, name: 'A project' })),
);

const ROUNDS = 7;

async function serve(answer: RequestListener): Promise<{ origin: string; close: () => void }> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The least that a proxy made with undici has to do. */
const bareProxy =
  (pool: Pool): RequestListener =>
  (request, response) => {
    const { method = 'GET', url: path = '/', headers } = request;
    const { connection: _, host: __, ...kept } = headers;
    void pool
      .request({ method, path, headers: kept, body: null })
      .then(({ statusCode, headers: answered, body }) => {
        const { connection: ___, 'keep-alive': ____, 'transfer-encoding': _____, ...passed } = answered;
        response.writeHead(statusCode, passed);
        return body.pipe(response);
      })
      .catch(() => response.destroy());
  };

/** Measures the requests per second through the guard next to a bare proxy of undici, at the same concurrency. */
export async function* benchGuard({ requests, concurrency }: BenchOptions): AsyncGenerator<string> {
  const site = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'x-aaccountid': '5b10' });
    response.end(BODY);
  });
  const upstream = new Pool(site.origin, { connections: 256, allowH2: false });
  const bare = await serve(bareProxy(upstream));
  const guard = await openGuard({
    listen: listenAddress('127.0.0.1:0'),
    to: site.origin,
    network: DIRECT,
    strict: false,
    now: WALL_CLOCK.now,
    say: () => undefined,
  });
  const clients = [site, bare, guard].map(
    ({ origin }) => new Pool(origin, { connections: concurrency, allowH2: false }),
  );
  const headers = { authorization: 'Basic ZXhhbXBsZUBleGFtcGxlLmNvbTpub25l' };
  const rounds: { direct: number; bare: number; guard: number }[] = [];
  // Alternating, so that other load on the machine affects all.
  for (let round = 0; round < ROUNDS; round += 1) {
    const rates: number[] = [];
    for (const client of clients) {
      const ask = async (): Promise<unknown> =>
        (await client.request({ path: PATH, method: 'GET', headers })).body.text();
      rates.push(await rate(requests, concurrency, ask));
    }
    const [direct = 0, through = 0, guarded = 0] = rates;
    rounds.push({ direct, bare: through, guard: guarded });
  }
  await Promise.all([...clients, upstream].map((pool) => pool.close()));
  await guard.close();
  bare.close();
  site.close();
  const warm = rounds.slice(2);
  const of = (pick: (round: (typeof rounds)[number]) => number): string => median(warm.map(pick)).toFixed(2);
  const perSecond = median(warm.map((one) => one.guard)).toFixed(0);
  const bares = median(warm.map((one) => one.bare)).toFixed(0);
  const own = ({ direct, bare: a, guard: b }: (typeof rounds)[number]): number =>
    (1 / a - 1 / direct) / (1 / b - 1 / direct);
  yield `guard     ${perSecond} requests/s, bare proxy ${bares}: ratio ${of((one) => one.guard / one.bare)}, of the time in the proxy alone ${of(own)} (concurrency ${concurrency}, ${requests} requests, median of ${warm.length})`;
}
