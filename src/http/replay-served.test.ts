import { afterEach, describe, expect, it } from 'vitest';
import type { CredentialName } from '../contract/credentials.ts';
import type { OperationId } from '../contract/operations.ts';
import { probeKey } from '../contract/probe.ts';
import type { Exchange, RecordedResponse } from '../evidence/exchange.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import { openReplay, type Replay } from './replay.ts';

const MYSELF = 'GET /rest/api/3/myself';

const exchangeOf = (
  response: RecordedResponse,
  credential: CredentialName = 'revoked',
  operation: OperationId = MYSELF,
): Exchange => ({
  credential,
  operation,
  response,
  meta: { origin: 'recorded', date: '2026-11-01T00:00:00Z' },
});

function setOf(...exchanges: readonly Exchange[]): RecordingSet {
  const byProbe = new Map(exchanges.map((one) => [probeKey(one), one]));
  return {
    info: {
      name: 'a',
      era: '2026-09',
      summary: 'a',
      dates: { from: '2026', to: '2026' },
      tool: 'a',
      origin: 'recorded',
      site: 'https://a.example.com',
    },
    exchanges,
    find: (probe) => byProbe.get(probeKey(probe)),
  };
}

let replay: Replay | undefined;
afterEach(async () => {
  await replay?.close();
  replay = undefined;
});

describe('a recording comes over the wire as it stands', () => {
  it.each<[string, Exchange]>([
    ['a status alone', exchangeOf({ status: 401 })],
    ['an empty body', exchangeOf({ status: 200, body: { text: '' } })],
    ['a text', exchangeOf({ status: 403, body: { text: 'Basic authentication is not allowed' } })],
    ['a shape', exchangeOf({ status: 200, body: { shape: { name: 'string', ids: ['number'] } } })],
    ['a header', exchangeOf({ status: 200, headers: { 'x-seraph-loginreason': 'OK' } })],
    ['several lines of a header', exchangeOf({ status: 200, headers: { 'set-cookie': ['a=1', 'b=2'] } })],
    ['a redirect, which is not followed', exchangeOf({ status: 302, headers: { location: '/login.jsp' } })],
    ['an error of the server', exchangeOf({ status: 503, body: { text: 'down' } })],
    ['nobody', exchangeOf({ status: 401 }, 'missing')],
    ['the gateway', exchangeOf({ status: 200 }, 'gateway-scoped')],
    ['a query', exchangeOf({ status: 200 }, 'revoked', 'GET /rest/api/3/search/jql')],
  ])('with %s', async (_, exchange) => {
    replay = openReplay(setOf(exchange), [exchange.credential]);
    expect(replay.has(exchange)).toBe(true);
    expect(await replay.ask(exchange)).toBe(exchange);
    // As often as it is asked for.
    expect(await replay.ask(exchange)).toBe(exchange);
  });

  it('each for its own probe', async () => {
    const all = [
      exchangeOf({ status: 200 }, 'valid'),
      exchangeOf({ status: 401 }, 'revoked'),
      exchangeOf({ status: 403 }, 'missing'),
      exchangeOf({ status: 404 }, 'revoked', 'GET /rest/api/3/project'),
    ];
    replay = openReplay(setOf(...all), ['valid', 'revoked', 'missing']);
    for (const one of all.toReversed()) expect(await replay.ask(one)).toBe(one);
  });
});

describe('what came over the wire is no answer', () => {
  const unanswered = { code: 'unreplayed-request' };
  const answered = exchangeOf({ status: 200, body: { text: 'one' } });

  it.each<[string, RecordedResponse]>([
    ['another status', { status: 201, body: { text: 'one' } }],
    ['another text', { status: 200, body: { text: 'two' } }],
    ['no text', { status: 200 }],
    ['a header that is missing', { status: 200, headers: { 'x-a': '1' }, body: { text: 'one' } }],
    [
      'one of two headers that is missing',
      { status: 200, headers: { 'content-type': 'text/plain', 'x-a': '1' }, body: { text: 'one' } },
    ],
  ])('where the recording has %s', async (_, response) => {
    const { exchanges, ...rest } = setOf(answered);
    replay = openReplay({ ...rest, exchanges, find: () => exchangeOf(response) }, ['revoked']);
    await expect(replay.ask(answered)).rejects.toMatchObject(unanswered);
  });

  it('where the credential is not on the wire; the next one is answered all the same', async () => {
    const other = exchangeOf({ status: 501 }, 'valid');
    replay = openReplay(setOf(answered, other), ['revoked']);
    await expect(replay.ask(other)).rejects.toMatchObject(unanswered);
    expect(await replay.ask(answered)).toBe(answered);
  });

  it('if a credential is sent and only an answer without one is recorded', async () => {
    const nobody = exchangeOf({ status: 200 }, 'missing');
    const { exchanges, ...rest } = setOf(nobody);
    replay = openReplay({ ...rest, exchanges, find: () => nobody }, ['missing']);
    await expect(replay.ask(exchangeOf({ status: 200 }, 'revoked'))).rejects.toMatchObject(unanswered);
  });

  it('where it was put on the wire by a replay that is closed', async () => {
    const first = openReplay(setOf(answered), ['revoked']);
    expect(await first.ask(answered)).toBe(answered);
    await first.close();
    replay = openReplay(setOf(answered), []);
    await expect(replay.ask(answered)).rejects.toBeInstanceOf(Error);
  });
});
