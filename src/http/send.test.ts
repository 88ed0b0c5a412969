import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { Agent } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeTransportError } from './transport-errors.ts';
import { HEADERS, send, type ReadLimits } from './send.ts';
import { openServer } from './server.fixture.ts';
import type { PlannedRequest } from './planned-request.ts';

async function ask(
  listener: RequestListener,
  limits?: ReadLimits,
  planned: Partial<PlannedRequest> = {},
): Promise<Awaited<ReturnType<typeof send>>> {
  const { origin, close } = await openServer(listener);
  const agent = new Agent({ allowH2: false });
  onTestFinished(async () => {
    await agent.destroy();
    await close();
  });
  return send({ origin, path: '/', query: {}, authorization: null, ...planned }, agent, limits);
}

const LIMITED: ReadLimits = { maxBody: 1e6, total: 60 };

// A gzip header whose file name never ends: bytes arrive, and a decoder gives out none.
const NAMED = Buffer.from([0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3]);

const dripping =
  (headers: Record<string, string>, first: Buffer): RequestListener =>
  (_request, response) => {
    response.writeHead(200, headers);
    response.write(first);
    const timer = setInterval(() => response.write('a'), 20);
    response.once('close', () => clearInterval(timer));
  };

it.each([
  ['a plain body', {}, Buffer.from('[')],
  ['a compressed body, of which nothing can be decoded', { 'content-encoding': 'gzip' }, NAMED],
])('ends at its limit an answer that drips: %s', async (_, headers, first) => {
  const began = performance.now();
  const asked = ask(dripping(headers, first), LIMITED);
  await expect(asked).rejects.toSatisfy(
    (error) => describeTransportError(error) === describeTransportError(new DOMException('', 'TimeoutError')),
  );
  expect(performance.now() - began).toBeLessThan(5000);
});

const BODY = '{"accountId":"a"}';

it.each<[string, string | string[], Buffer]>([
  ['in capitals', 'GZIP', gzipSync(BODY)],
  ['by its old name', 'x-gzip', gzipSync(BODY)],
  ['deflate', 'deflate', deflateSync(BODY)],
  ['zstd', 'zstd', zstdCompressSync(BODY)],
  ['none, in an empty list', ' , ', Buffer.from(BODY)],
  ['one after the other', 'gzip, br', brotliCompressSync(gzipSync(BODY))],
  ['in two lines', ['gzip', 'br'], brotliCompressSync(gzipSync(BODY))],
  ['identity', 'identity', Buffer.from(BODY)],
])('reads a coding as HTTP has it: %s', async (_, coding, body) => {
  const { text } = await ask((_request, response) => {
    response.setHeader('content-encoding', coding);
    response.end(body);
  });
  expect(text).toBe(BODY);
});

it('returns no body if its coding is unknown', async () => {
  const answer = await ask((_request, response) => {
    response.setHeader('content-encoding', 'rot13');
    response.statusCode = 401;
    response.end('Pyvrag');
  });
  expect(answer).toMatchObject({ status: 401, text: null });
});

it.each(['constructor', 'gzip, rot13', 'rot13, gzip'])(
  'knows nothing of a body in a coding that it does not know: %s',
  async (coding) => {
    const answer = await ask((_request, response) => {
      response.setHeader('content-encoding', coding);
      response.end(gzipSync(BODY));
    });
    expect(answer).toMatchObject({ status: 200, text: null });
  },
);

it.each([
  ['gzip', gzipSync(BODY)],
  ['gzip, br', brotliCompressSync('no gzip inside')],
  ['gzip', Buffer.from('no gzip')],
])('takes a body that cannot be decoded for no answer: %s', async (coding, body) => {
  const cut = coding === 'gzip' ? body.subarray(0, -4) : body;
  const asked = ask((_request, response) => {
    response.setHeader('content-encoding', coding);
    response.end(cut);
  });
  await expect(asked).rejects.toBeInstanceOf(Error);
});

it('fails if a body breaks off within its coding', async () => {
  const asked = ask((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': '1000' });
    response.write(gzipSync(BODY).subarray(0, 10), () => response.socket?.destroy());
  });
  await expect(asked).rejects.toBeInstanceOf(Error);
});

const capped = async (
  body: Buffer,
  headers: Record<string, string>,
  maxBody: number,
): Promise<string | null> => {
  const answer = await ask((_request, response) => void response.writeHead(200, headers).end(body), {
    maxBody,
    total: Number.POSITIVE_INFINITY,
  });
  return answer.text;
};

describe('the size limit of the body', () => {
  it.each([
    ['in itself', Buffer.from(BODY), {}],
    ['once decoded', gzipSync(BODY), { 'content-encoding': 'gzip' }],
  ])('holds for what is too long %s, and for nothing shorter', async (_, body, headers) => {
    expect(await capped(body, headers, BODY.length)).toBe(BODY);
    expect(await capped(body, headers, BODY.length - 1)).toBeNull();
  });

  it('stops reading an endless body', async () => {
    const closed = Promise.withResolvers<void>();
    const answer = await ask(
      (_request, response) => {
        response.once('close', closed.resolve);
        const more = (): void => {
          while (!response.destroyed && response.write('a'.repeat(10_000)));
        };
        response.on('drain', more);
        more();
      },
      { maxBody: 50_000, total: Number.POSITIVE_INFINITY },
    );
    expect(answer).toMatchObject({ status: 200, text: null });
    await closed.promise;
  });
});

const heard = async (planned: Partial<PlannedRequest>): Promise<{ url: string; headers: object }> => {
  const { text } = await ask(
    ({ url, method, headers }, response) => void response.end(JSON.stringify({ url, method, headers })),
    undefined,
    planned,
  );
  return JSON.parse(text ?? '') as { url: string; headers: object };
};

describe('a request', () => {
  it('is a GET with a user agent, media type and codings', async () => {
    expect(await heard({ path: '/rest/api/3/myself' })).toMatchObject({
      method: 'GET',
      url: '/rest/api/3/myself',
      headers: HEADERS,
    });
    expect(HEADERS).toMatchObject({ accept: 'application/json', 'accept-encoding': 'gzip, br, zstd' });
  });

  it('sends its credential, if it has one', async () => {
    expect((await heard({ authorization: 'Basic abc' })).headers).toHaveProperty(
      'authorization',
      'Basic abc',
    );
    expect((await heard({})).headers).not.toHaveProperty('authorization');
  });

  it('sends its query URL-encoded', async () => {
    expect((await heard({ path: '/search', query: { jql: 'a = "b"', maxResults: '1' } })).url).toBe(
      '/search?jql=a+%3D+%22b%22&maxResults=1',
    );
  });

  it('reports status and headers before the body arrives, and follows no redirect', async () => {
    const heads: unknown[] = [];
    const answer = await ask(
      (_request, response) => void response.writeHead(302, { location: '/login.jsp' }).end('x'),
      {
        maxBody: 10,
        total: 60_000,
        onHead: ({ status, headers }) => heads.push([status, headers['location']]),
      },
    );
    expect(answer).toMatchObject({ status: 302, text: 'x' });
    expect(heads).toEqual([[302, '/login.jsp']]);
  });
});
