import { devNull } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { openChallenger, type Answer, type Asked, type Challenger } from './challenger.fixture.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { nightlyCommand } from './nightly.ts';

const { apiToken, email, revokedToken, scopedToken, watchedToken } = SYNTHETIC_IDENTITY;

const project = useFolder();

let gate: Challenger;

beforeEach(async () => {
  gate = await openChallenger(project.site.origin);
});

afterEach(() => gate.close());

/** The number of times a credential may be refused on one operation, doctor and confirmation included. */
const AT_MOST = 3;

const works = ({ user, secret, authorization }: Asked): boolean =>
  authorization === undefined ||
  (user === email && [apiToken, watchedToken].includes(secret ?? '')) ||
  authorization === `Bearer ${SYNTHETIC_IDENTITY.adminKey}`;

const json =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}) =>
  (response: Parameters<Answer>[1]): 'answered' => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
    return 'answered';
  };

const page = json(403, '<!doctype html><title>Blocked</title>', { 'content-type': 'text/html' });

const when =
  (kind: (asked: Asked) => boolean, act: (response: Parameters<Answer>[1]) => 'answered'): Answer =>
  (asked, response) =>
    kind(asked) ? act(response) : undefined;

const isRevoked = ({ secret }: Asked): boolean => secret === revokedToken;

/** Answers in turn, each request of a kind by the next one. */
function inTurn(kind: (asked: Asked) => boolean, ...acts: ReturnType<typeof json>[]): Answer {
  let next = 0;
  return (asked, response) => {
    if (!kind(asked)) return undefined;
    next += 1;
    return acts[(next - 1) % acts.length]?.(response);
  };
}

/** The number of requests of each failing credential to each operation, if there are too many. */
function tooMany(): Record<string, number> {
  const counts = new Map<string, number>();
  for (const asked of gate.asked.filter((one) => !works(one))) {
    const key = `${asked.authorization} ${asked.url}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].filter(([, count]) => count > AT_MOST));
}

describe(
  'a whole night asks a refused credential no more often than it promises',
  { timeout: 120_000 },
  () => {
    it.each<[string, Answer]>([
      ['all is as it was', () => undefined],
      ['every bad credential gets 401', when((asked) => !works(asked), json(401))],
      ['every bad credential gets a page of a WAF', when((asked) => !works(asked), page)],
      ['every bad credential gets a status that no mark explains', when((asked) => !works(asked), json(422))],
      [
        'every bad credential gets 302',
        when((asked) => !works(asked), json(302, {}, { location: '/elsewhere' })),
      ],
      ['a revoked token gets 503', when(isRevoked, json(503))],
      ['a revoked token gets 429', when(isRevoked, json(429))],
      ['a revoked token gets 401 and 200 in turn', inTurn(isRevoked, json(401), json(200, []))],
      [
        'a revoked token gets 200, 401 and 403 in turn',
        inTurn(isRevoked, json(200, []), json(401), json(403)),
      ],
      ['a scoped token that should work is dead', when(({ secret }) => secret === scopedToken, json(401))],
    ])('where %s', async (_, answer) => {
      gate.answer = answer;
      await project.call(
        nightlyCommand,
        ['--core', '--settings', devNull, '--confirm-after', '0', '--max-requests', '5000'],
        { env: environmentFor(gate.origin) },
      );
      expect(gate.asked.filter((one) => !works(one)).length).toBeGreaterThan(0);
      expect(tooMany()).toEqual({});
    });
  },
);
