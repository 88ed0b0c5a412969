import type { IncomingHttpHeaders, RequestListener, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fastClock } from './clock.fixture.ts';
import { BOUNDS } from './connection.ts';
import { postJson } from './post-json.ts';
import { openServer } from './server.fixture.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const BODY = '{"text":"what happened"}';

const NEVER = new AbortController().signal;

/** Opens a server, and returns its origin and what it receives. */
async function receiver(answer: (response: ServerResponse, number: number) => void) {
  const received: Received[] = [];
  const listener: RequestListener = (request, response) => {
    const take = async (): Promise<void> => {
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: await text(request) });
      answer(response, received.length);
    };
    void take();
  };
  const { origin, close } = await openServer(listener);
  onTestFinished(close);
  return { origin, received };
}

const answering =
  (...answers: readonly (readonly [number, Record<string, string>?])[]) =>
  (response: ServerResponse, number: number): void => {
    const [status, headers = {}] = answers[Math.min(number, answers.length) - 1] ?? [200];
    response.writeHead(status, headers).end('<html>an error page</html>');
  };

const post = (origin: string, clock = fastClock(), signal = NEVER, bounds = BOUNDS) =>
  postJson({ url: `${origin}/a/path?sig=x%2Fy`, body: BODY, network: {} }, { clock, signal }, bounds);

describe('posting a message', () => {
  it.each([200, 202, 204])('sends it once, as it is, without any credential: %i', async (status) => {
    const { origin, received } = await receiver((response) => response.writeHead(status).end());
    expect(await post(origin)).toBeUndefined();
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', url: '/a/path?sig=x%2Fy', body: BODY });
    expect(received[0]?.headers['content-type']).toBe('application/json');
    expect(received[0]?.headers).not.toHaveProperty('authorization');
    expect(received[0]?.headers).not.toHaveProperty('cookie');
  });

  it.each([301, 302, 307, 308])('follows no redirect: %i', async (status) => {
    const elsewhere = await receiver(answering([200]));
    const { origin, received } = await receiver(answering([status, { location: `${elsewhere.origin}/` }]));
    expect(await post(origin)).toContain(String(status));
    expect([received.length, elsewhere.received.length]).toEqual([1, 0]);
  });

  it.each([
    ['429, as long as it asks', [[429, { 'retry-after': '7' }], [200]], [7000]],
    ['5xx, a little longer each time', [[503], [502], [200]], [1000, 2000]],
  ] as const)('tries again after %s', async (_, answers, slept) => {
    const clock = fastClock();
    const { origin, received } = await receiver(answering(...answers));
    expect(await post(origin, clock)).toBeUndefined();
    expect(received).toHaveLength(answers.length);
    expect(clock.slept).toEqual(slept);
  });

  it('gives up after two more attempts', async () => {
    const { origin, received } = await receiver(answering([500]));
    expect(await post(origin)).toContain('500');
    expect(received).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 410])('does not repeat what was refused: %i', async (status) => {
    const { origin, received } = await receiver(answering([status]));
    expect(await post(origin)).toContain(String(status));
    expect(received).toHaveLength(1);
  });

  it('does not wait for longer than a night can, nor when it is interrupted', async () => {
    const clock = fastClock();
    const slow = await receiver(answering([429, { 'retry-after': '3600' }]));
    expect(await post(slow.origin, clock)).toContain('429');
    const stopped = AbortSignal.abort();
    const busy = await receiver(answering([503]));
    expect(await post(busy.origin, clock, stopped)).toContain('503');
    expect([slow.received.length, busy.received.length]).toEqual([1, 1]);
    expect(clock.slept).toEqual([1000]);
  });

  it('ends in time if there is no answer, and names no part of the address', async () => {
    const { origin } = await receiver(() => undefined);
    const failure = await post(origin, fastClock(), NEVER, { ...BOUNDS, headers: 50, total: 50 });
    const nobody = await post('http://127.0.0.1:1');
    for (const says of [failure, nobody]) {
      expect(says).toBeTruthy();
      expect(says).not.toMatch(/127|path|sig/);
    }
  });

  it('cannot be reached by a name that DNS points elsewhere over plain http', async () => {
    const { origin } = await receiver(answering([200]));
    // Loopback names are pinned, so that nobody on the way can answer for them.
    expect(await post(origin.replace('127.0.0.1', 'localhost'))).toBeUndefined();
  });
});
