import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { Agent } from 'undici';
import { afterEach, expect, it } from 'vitest';
import { failureWords } from './failure.ts';
import { send, type Reading } from './send.ts';

const open: { server: Server; agent: Agent }[] = [];

afterEach(async () => {
  for (const { server, agent } of open.splice(0)) {
    await agent.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function ask(listener: RequestListener, reading?: Reading): Promise<Awaited<ReturnType<typeof send>>> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const agent = new Agent({ allowH2: false });
  open.push({ server, agent });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return send({ origin, path: '/', query: {}, authorization: null }, agent, reading);
}

const LIMITED: Reading = { maxBody: 1e6, total: 300 };

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
    (error) => failureWords(error) === failureWords(new DOMException('', 'TimeoutError')),
  );
  expect(performance.now() - began).toBeLessThan(5000);
});

const BODY = '{"accountId":"a"}';

it.each<[string, string | string[], Buffer]>([
  ['in capitals', 'GZIP', gzipSync(BODY)],
  ['by its old name', 'x-gzip', gzipSync(BODY)],
  ['deflate', 'deflate', deflateSync(BODY)],
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

it('knows nothing of a body in a coding that it does not know', async () => {
  const answer = await ask((_request, response) => {
    response.setHeader('content-encoding', 'rot13');
    response.statusCode = 401;
    response.end('Pyvrag');
  });
  expect(answer).toMatchObject({ status: 401, text: null });
});
