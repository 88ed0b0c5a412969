import { getEventListeners } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ResponseHead } from '../evidence/raw-response.ts';
import { fastClock, type FastClock } from './clock.fixture.ts';
import { BOUNDS, type Bounds } from './connection.ts';
import { isCaptcha } from './is-captcha.ts';
import { isStandIn, openClient, type Gate, type LiveClient, type Outcome } from './client.ts';
import { DEFAULT_POLITENESS, RateLimiter, type Politeness } from './rate-limiter.ts';
import { openServer } from './server.fixture.ts';
import type { PlannedRequest } from './planned-request.ts';

type Reply = (request: IncomingMessage, response: ServerResponse) => void;

const answer =
  (status: number, headers: Record<string, string> = {}): Reply =>
  (_request, response) =>
    response.writeHead(status, headers).end('{}');

const RESET: Reply = (_request, response) => response.socket?.resetAndDestroy();
const SILENT: Reply = () => undefined;
const CUT_SHORT: Reply = (_request, response) => {
  response.writeHead(401, { 'content-length': '10' });
  response.write('[', () => response.socket?.destroy());
};

interface Opened {
  readonly client: LiveClient;
  readonly limiter: RateLimiter;
  readonly clock: FastClock;
  readonly controller: AbortController;
  readonly planned: PlannedRequest;
  /** The paths that were asked for. */
  readonly requests: string[];
}

/** A client, and a server that gives the replies in turn and repeats the last one. */
async function open(
  replies: readonly Reply[],
  { bounds = {}, ...politeness }: Partial<Politeness> & { bounds?: Partial<Bounds> } = {},
): Promise<Opened> {
  const requests: string[] = [];
  const { origin, close } = await openServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    replies[Math.min(requests.length, replies.length) - 1]?.(request, response);
  });
  const clock = fastClock(undefined, 20);
  const controller = new AbortController();
  const limiter = new RateLimiter(
    { ...DEFAULT_POLITENESS, minInterval: 0, ...politeness },
    clock,
    controller.signal,
  );
  const client = openClient([origin], limiter, clock, { ...BOUNDS, ...bounds });
  onTestFinished(async () => {
    await client.close();
    await close();
  });
  const planned = { origin, path: '/myself', query: {}, authorization: null };
  return { client, limiter, clock, controller, planned, requests };
}

const statusOf = (outcome: Outcome): number | undefined =>
  'wire' in outcome ? outcome.wire.status : undefined;

/** A gate that remembers what it hears. */
const listening = (
  refusal: Gate['refusal'] = () => undefined,
): Gate & { heads: number[]; losses: number } => {
  const gate = {
    heads: [] as number[],
    losses: 0,
    refusal,
    onHead: ({ status }: ResponseHead) => void gate.heads.push(status),
    onFailure: () => {
      gate.losses += 1;
    },
  };
  return gate;
};

describe('a transient failure is retried', () => {
  it.each([[429], [500], [503], [599]])('a %d, until another response arrives', async (status) => {
    const { client, clock, planned, requests } = await open([answer(status), answer(status), answer(401)]);
    const gate = listening();
    expect(statusOf(await client.ask(planned, gate))).toBe(401);
    expect(requests).toHaveLength(3);
    expect(clock.slept).toEqual([750, 1500]);
    expect(gate).toMatchObject({ heads: [status, status, 401], losses: 2 });
  });

  it.each([
    ['a 429', answer(429), { wire: { status: 429 } }],
    ['a connection that is reset', RESET, { stopped: false, slow: false }],
  ])('%s, as often as a request may be sent', async (_, reply, expected) => {
    for (const attempts of [1, 2, 3]) {
      const { client, planned, requests } = await open([reply], { maxAttempts: attempts });
      const gate = listening();
      const outcome = await client.ask(planned, gate);
      expect(outcome).toMatchObject(expected);
      expect(requests).toHaveLength(attempts);
      expect(gate.losses).toBe(attempts);
    }
  });

  it('a connection that is reset once', async () => {
    const { client, planned, requests } = await open([RESET, answer(200)]);
    expect(statusOf(await client.ask(planned))).toBe(200);
    expect(requests).toHaveLength(2);
  });
});

describe('a final response is requested once', () => {
  const CAPTCHA = { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' };

  it.each<[string, number, Record<string, string>]>([
    ['a success', 200, {}],
    ['a refusal', 401, {}],
    ['a policy', 403, {}],
    ['something not found', 404, {}],
    ['a redirect', 302, { location: '/login.jsp' }],
    ['the last status that is no fault of the server', 499, {}],
    ['a CAPTCHA', 403, CAPTCHA],
    ['a CAPTCHA that looks like throttling', 429, CAPTCHA],
    ['a CAPTCHA that looks like trouble', 503, CAPTCHA],
  ])('%s', async (_, status, headers) => {
    const { client, clock, planned, requests } = await open([answer(status, headers)]);
    const gate = listening();
    const outcome = await client.ask(planned, gate);
    expect(outcome).toMatchObject({ wire: { status }, at: clock.now() });
    expect(requests).toEqual(['GET /myself']);
    expect(clock.slept).toEqual([]);
    expect(gate).toMatchObject({ heads: [status], losses: 0 });
  });

  it('and so is a request that timed out, because a retry would as well', async () => {
    const { client, planned, requests } = await open([SILENT], { bounds: { total: 20 } });
    const gate = listening();
    expect(await client.ask(planned, gate)).toMatchObject({ stopped: false, slow: true });
    expect(requests.length).toBeLessThanOrEqual(1);
    expect(gate).toMatchObject({ heads: [], losses: 1 });
  });
});

describe('a site that asks for a pause', () => {
  it('gets no request for that long, whatever its status', async () => {
    const { client, clock, planned } = await open([answer(200, { 'retry-after': '37' }), answer(200)]);
    await client.ask(planned);
    await client.ask(planned);
    expect(clock.slept).toEqual([37_000]);
  });

  it('gets no further request if the pause is too long, and the rate limit is named', async () => {
    const headers = { 'retry-after': '86400', 'ratelimit-reason': 'jira-burst-based' };
    const { client, limiter, planned, requests } = await open([answer(429, headers)]);
    expect(statusOf(await client.ask(planned))).toBe(429);
    expect(requests).toHaveLength(1);
    expect(limiter.stopped).toContain('jira-burst-based');
    expect(await client.ask(planned)).toEqual({ failure: limiter.stopped, stopped: true });
    expect(requests).toHaveLength(1);
  });
});

describe('a gate', () => {
  it('that refuses a request stops it, and gives the reason', async () => {
    const { client, planned, requests } = await open([answer(200)]);
    const gate = listening(() => 'a CAPTCHA');
    expect(await client.ask(planned, gate)).toEqual({ failure: 'a CAPTCHA', stopped: true });
    expect(requests).toEqual([]);
    expect(gate.losses).toBe(0);
  });

  it('that refuses after the wait stops the request as well', async () => {
    const { client, planned, requests } = await open([answer(200)]);
    let looked = 0;
    const outcome = await client.ask(
      planned,
      listening(() => ((looked += 1) === 1 ? undefined : 'late')),
    );
    expect(outcome).toEqual({ failure: 'late', stopped: true });
    expect(requests).toEqual([]);
  });

  it('that refuses after an attempt ends the retries, without a pause', async () => {
    const { client, clock, planned, requests } = await open([answer(503)]);
    const outcome = await client.ask(
      planned,
      listening(() => (requests.length > 0 ? 'enough' : undefined)),
    );
    expect(statusOf(outcome)).toBe(503);
    expect(requests).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('is notified of a response whose body never arrives', async () => {
    const { client, planned } = await open([CUT_SHORT], { maxAttempts: 1 });
    const gate = listening();
    expect(await client.ask(planned, gate)).toMatchObject({ stopped: false, slow: false });
    expect(gate).toMatchObject({ heads: [401], losses: 1 });
  });
});

describe('a run that ends', () => {
  it('aborts requests in flight, with its own reason', async () => {
    const { client, limiter, planned, controller } = await open([() => controller.abort()]);
    const outcome = await client.ask(planned);
    expect(limiter.stopped).toBeDefined();
    expect(outcome).toEqual({ failure: limiter.stopped, stopped: true, slow: false });
  });

  it('makes no further attempt if it stopped during one', async () => {
    const { client, clock, limiter, planned, requests } = await open([
      (request, response) => {
        limiter.stop('enough');
        answer(503)(request, response);
      },
    ]);
    expect(statusOf(await client.ask(planned))).toBe(503);
    expect(requests).toHaveLength(1);
    expect(clock.slept).toEqual([]);
  });

  it('leaves no listener on the signal of the process', async () => {
    const { client, controller } = await open([answer(200)]);
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1);
    await client.close();
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});

it('sends requests to its own origins only', async () => {
  const { client, planned } = await open([answer(200)], { maxAttempts: 1 });
  const other = await open([answer(200)]);
  expect(await client.ask({ ...planned, origin: other.planned.origin })).toMatchObject({ stopped: false });
  expect(other.requests).toEqual([]);
});

it.each<[Record<string, string>, boolean, boolean]>([
  [{ 'x-stand-in': 'jira-token-contract' }, true, false],
  [{ 'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=/login.jsp' }, false, true],
  [{}, false, false],
])('knows the stand-in and a CAPTCHA by their headers: %j', (headers, standIn, captcha) => {
  expect(isStandIn({ status: 200, headers, text: '' })).toBe(standIn);
  expect(isCaptcha({ status: 200, headers })).toBe(captcha);
});
