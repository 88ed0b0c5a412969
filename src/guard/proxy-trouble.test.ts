import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openStandIn } from '../stand-in/stand-in.ts';
import { guardOf, PROJECTS, serve, standIn, VALID } from './proxy.fixture.ts';
import { GUARD_HEADER } from './refusal.ts';

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
