import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openStandIn } from '../stand-in/stand-in.ts';
import { MYSELF } from './myself.ts';
import { guardOf, PROJECTS, serve, standIn, VALID } from './proxy.fixture.ts';
import { GUARD_HEADER } from './refusal.ts';

/** A site whose first answer is not complete, and whose `/myself` waits for the test. */
async function hesitant(): Promise<{
  readonly origin: string;
  readonly asked: PromiseWithResolvers<ServerResponse>;
  readonly answered: PromiseWithResolvers<ServerResponse>;
}> {
  const asked = Promise.withResolvers<ServerResponse>();
  const answered = Promise.withResolvers<ServerResponse>();
  const origin = await serve(({ url }, response) => {
    if (url === MYSELF) {
      asked.resolve(response);
    } else if (url === PROJECTS) {
      response.writeHead(200, { 'content-length': 20 }).write('[]');
      answered.resolve(response);
    } else {
      response.end('[]');
    }
  });
  return { origin, asked, answered };
}

describe('a site that breaks off', () => {
  it.each(['reset', 'status'] as const)(
    'before its answer (%s) leads to 502 or its own status',
    async (kind) => {
      const site = await standIn();
      site.inject({ kind, status: 500 });
      const { send, guard } = await guardOf(site.origin);
      expect((await send(PROJECTS, VALID)).status).toBe(kind === 'reset' ? 502 : 500);
      expect(guard.counts.failed).toBe(kind === 'reset' ? 1 : 0);
    },
  );

  it('in the middle of a body is not taken for the end of it', async () => {
    const site = await standIn();
    site.inject({ kind: 'reset-mid-body' });
    const { send, guard } = await guardOf(site.origin);
    await expect(send(PROJECTS)).rejects.toBeInstanceOf(Error);
    await expect(send('/elsewhere', VALID)).rejects.toBeInstanceOf(Error);
    expect(guard.counts).toMatchObject({ failed: 2, passed: 0 });
    site.inject({ kind: 'answer', status: 200 });
  });

  it('answers 502 if nothing is there, and goes on', async () => {
    const site = await openStandIn();
    await site.close();
    const { send } = await guardOf(site.origin);
    const { status, headers } = await send(PROJECTS, VALID);
    expect([status, headers[GUARD_HEADER]]).toEqual([502, expect.any(String)]);
    expect((await send(PROJECTS, VALID)).status).toBe(502);
  });

  it('or lies about the length of its body does not end the guard', async () => {
    const origin = await serve((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nX-AAccountId: 1\r\nContent-Length: 3\r\n\r\n[]');
    });
    const { send } = await guardOf(origin);
    await expect(send(PROJECTS, VALID)).rejects.toBeInstanceOf(Error);
    await expect(send(PROJECTS, VALID)).rejects.toBeInstanceOf(Error);
  });

  it('or answers nonsense leads to 502', async () => {
    const origin = await serve((_, response) => void response.socket?.end('SMTP ready\r\n\r\n'));
    const { send } = await guardOf(origin);
    expect((await send(PROJECTS, VALID)).status).toBe(502);
  });

  it.each([false, true])(
    'while /myself is asked (strict: %s) leads to 502, and does not leave the client waiting',
    async (strict) => {
      const { origin, asked, answered } = await hesitant();
      const { send, guard } = await guardOf(origin, { strict });
      const waiting = send(PROJECTS, VALID);
      const myself = await asked.promise;
      (await answered.promise).socket?.destroy();
      // A whole request later, the guard has seen the end of that connection.
      await send('/elsewhere');
      myself.writeHead(503).end();
      expect((await waiting).status).toBe(502);
      expect(guard.counts.passed).toBe(1);
    },
  );

  it.each([0xe4, 0xff])('or whose status has the byte %i in its words ends nothing', async (byte) => {
    const answer = Buffer.from(
      'HTTP/1.1 200 ?\r\nX-AAccountId: 1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n[]',
    );
    answer[answer.indexOf('?')] = byte;
    const origin = await serve((_, response) => void response.socket?.end(answer));
    const { send } = await guardOf(origin);
    expect((await send(PROJECTS, VALID)).text).toBe('[]');
    expect((await send(PROJECTS, VALID)).status).toBe(200);
  });
});

describe('/myself', () => {
  it('that never answers does not withhold the answer for longer than the guard has patience', async () => {
    const origin = await serve((asked, response) => {
      if (asked.url !== MYSELF) response.end('[]');
    });
    const { send, said, guard } = await guardOf(origin, { patience: 1 });
    expect((await send(PROJECTS, VALID)).text).toBe('[]');
    expect([said.length, guard.counts.undecided]).toEqual([1, 1]);
  });

  it.each([
    ['drips', 1, (response: ServerResponse): void => void response.write('{')],
    [
      'is a gzip bomb',
      undefined,
      (response: ServerResponse): void =>
        void response
          .writeHead(200, { 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(2 ** 24, '{"accountId":"1"}'))),
    ],
    [
      'is no gzip',
      undefined,
      (response: ServerResponse): void =>
        void response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"accountId":"1"}'),
    ],
  ])('that %s decides nothing', async (_, patience, answer) => {
    const origin = await serve((asked, response) => {
      if (asked.url === MYSELF) answer(response);
      else response.end('[]');
    });
    const { send, guard } = await guardOf(origin, patience === undefined ? {} : { patience });
    expect((await send(PROJECTS, VALID)).text).toBe('[]');
    expect(guard.counts).toMatchObject({ undecided: 1, dead: 0 });
  });
});

it('counts no answer as passed that the client did not wait for', async () => {
  const { origin, asked, answered } = await hesitant();
  const { guard, send } = await guardOf(origin);
  const socket = connect(Number(new URL(guard.origin).port), '127.0.0.1');
  socket.write(`GET ${PROJECTS} HTTP/1.1\r\nHost: x\r\nAuthorization: ${VALID}\r\n\r\n`);
  const myself = await asked.promise;
  socket.destroy();
  await once(await answered.promise, 'close');
  myself.writeHead(503).end();
  expect((await send('/rest/api/3/other', VALID)).status).toBe(200);
  expect(guard.counts).toMatchObject({ passed: 1, failed: 1 });
});

it('ends the request to the site when the client goes away', async () => {
  let closed: Promise<unknown> | undefined;
  const arrived = Promise.withResolvers<undefined>();
  const origin = await serve((asked) => {
    closed = once(asked.socket, 'close');
    arrived.resolve(undefined);
  });
  const { guard } = await guardOf(origin);
  const socket = connect(Number(new URL(guard.origin).port), '127.0.0.1');
  socket.write(`GET ${PROJECTS} HTTP/1.1\r\nHost: x\r\n\r\n`);
  await arrived.promise;
  socket.destroy();
  await expect(closed).resolves.toBeDefined();
});
