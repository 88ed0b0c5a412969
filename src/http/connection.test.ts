import { describe, expect, it, onTestFinished } from 'vitest';
import {
  BOUNDS,
  openConnection,
  type Bounds,
  type Connection,
  type ConnectionOptions,
} from './connection.ts';
import { isTimeout } from './transport-errors.ts';
import { openServer, type PlainServer } from './server.fixture.ts';

type Answer = Parameters<typeof openServer>[0];

async function open(
  answer: Answer,
  opening: Partial<ConnectionOptions> = {},
  bounds: Partial<Bounds> = {},
): Promise<Connection & PlainServer> {
  const server = await openServer(answer);
  const connection = openConnection(
    [server.origin],
    { ...BOUNDS, ...bounds },
    { connections: 2, ...opening },
  );
  onTestFinished(async () => {
    await connection.destroy();
    await server.close();
  });
  return { ...connection, ...server };
}

const thrownBy = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a connection', () => {
  it('only reads from its own origins, unless more methods are allowed', async () => {
    const methods: unknown[] = [];
    const answer: Answer = ({ method }, response) => {
      methods.push(method);
      response.end();
    };
    const limits = await open(answer);
    const ask = ({ dispatcher, origin }: typeof limits, method: string): Promise<unknown> =>
      dispatcher.request({ origin, path: '/', method }).then(({ body }) => body.dump());
    await ask(limits, 'GET');
    expect(await thrownBy(ask(limits, 'PUT'))).toMatchObject({ code: 'forbidden-host' });
    const { origin } = await open(answer);
    expect(await thrownBy(ask({ ...limits, origin }, 'GET'))).toMatchObject({ code: 'forbidden-host' });
    await ask(await open(answer, { methods: new Set(['PUT']) }), 'PUT');
    expect(methods).toEqual(['GET', 'PUT']);
  });

  it('sends at most the given number of requests at a time', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const { dispatcher, origin } = await open((_request, response) => {
      waiting.push(() => response.end());
      most = Math.max(most, waiting.length);
      // Answers one once nothing more can come.
      setTimeout(() => waiting.shift()?.(), 5);
    });
    const asked = Array.from({ length: 6 }, () =>
      dispatcher.request({ origin, path: '/', method: 'GET' }).then(({ body }) => body.dump()),
    );
    await Promise.all(asked);
    expect(most).toBe(2);
  });

  it('aborts requests in flight', async () => {
    const begun = Promise.withResolvers<void>();
    const { dispatcher, origin, destroy } = await open(() => begun.resolve());
    const asked = thrownBy(dispatcher.request({ origin, path: '/', method: 'GET' }));
    await begun.promise;
    await destroy();
    expect(await asked).toBeInstanceOf(Error);
  });

  it('waits forever neither for headers nor for the rest of a body', async () => {
    const silent = await open(() => undefined, {}, { headers: 50 });
    const half = await open(
      (_request, response) => response.writeHead(200, { 'content-length': '10' }).write('['),
      {},
      { body: 50 },
    );
    const [headers, body] = await Promise.all([
      thrownBy(silent.dispatcher.request({ origin: silent.origin, path: '/', method: 'GET' })),
      thrownBy(
        half.dispatcher
          .request({ origin: half.origin, path: '/', method: 'GET' })
          .then((one) => one.body.text()),
      ),
    ]);
    expect(headers).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
    expect(body).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' });
    expect([headers, body].map(isTimeout)).toEqual([true, true]);
  });
});

it('limits each phase to less than the total, and the total to two minutes', () => {
  const { connect, headers, body, total, maxBody } = BOUNDS;
  for (const phase of [connect, headers, body]) expect(phase).toBeLessThan(total);
  expect(total).toBeLessThanOrEqual(120_000);
  // Jira's own pages of a hundred issues fit, and a server cannot fill the memory.
  expect(maxBody).toBeGreaterThanOrEqual(1_000_000);
  expect(maxBody).toBeLessThanOrEqual(50_000_000);
});
