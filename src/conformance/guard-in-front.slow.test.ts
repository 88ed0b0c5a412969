import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { GuardedAnswer } from '../guard/proxy.ts';
import { clearSecrets } from '../secrets/redaction.ts';
import type { SeenRequest } from '../stand-in/stand-in.ts';
import { withAnswers } from './guard-in-front.ts';
import { observeCode, surroundingsWith } from './observe.fixture.ts';
import type { Surroundings } from './observe.ts';
import type { ConformanceResult } from './result.ts';
import { runConformance } from './run-conformance.ts';
import type { ScenarioId } from './scenarios.ts';

afterEach(clearSecrets);

const NAIVE = join(import.meta.dirname, '..', '..', 'fixtures', 'clients', 'naive', 'client.mjs');

const DEAD = ['mistyped', 'email-mismatch', 'revoked', 'expired', 'dies-after-login', 'flapping'] as const;

const CONTROLS = ['valid', 'empty-site', 'public-site'] as const;

const run = (scenarios: readonly ScenarioId[], changes: Partial<Surroundings>): Promise<ConformanceResult> =>
  runConformance(
    {
      uses: [{ name: 'naive', settings: { command: [process.execPath, NAIVE], drive: 'command' } }],
      scenarios: [...CONTROLS, ...scenarios],
      notices: undefined,
      knownFailures: [],
      concurrency: availableParallelism(),
      onProgress: () => undefined,
    },
    surroundingsWith(changes),
  );

const rows = ({ results }: ConformanceResult): Record<string, string> =>
  Object.fromEntries(results.map(({ scenario, verdict }) => [scenario, verdict]));

describe('a program that looks at nothing but the bodies', { timeout: 120_000 }, () => {
  it.each([
    ['the guard', { guard: true }],
    ['the guard, with TLS', { guard: true, tls: true }],
    ['a site that refuses every invalid token', { behaviour: 'wanted' }],
  ] as const)('fails with a dead token behind %s, and succeeds with one that works', async (_, changes) => {
    const result = await run(DEAD, changes);
    const found = rows(result);
    for (const id of CONTROLS) expect([id, found[id]]).toEqual([id, 'passed']);
    for (const { scenario, noticed } of result.results)
      expect([scenario, noticed]).toEqual([scenario, DEAD.some((id) => id === scenario)]);
    expect(result).toMatchObject({
      guard: 'guard' in changes,
      wanted: 'behaviour' in changes,
      inconclusive: [],
    });
  });

  it('succeeds without either', async () => {
    const { results } = await run(DEAD, {});
    expect(results.filter(({ noticed }) => noticed)).toEqual([]);
  });
});

const request = (path: string, status: number): SeenRequest => ({
  method: 'GET',
  host: 'h',
  path,
  query: '',
  state: 'dead',
  caller: 'c',
  at: 0,
  isWrite: false,
  answeredFor: 'anonymous',
  status,
});

describe('what the guard asks itself', () => {
  it('does not count as a request of the program, which is seen with the answers that it got', async () => {
    const code = `
      const authorization = 'Basic ' + btoa(process.env.JIRA_EMAIL + ':' + process.env.JIRA_API_TOKEN);
      for (const path of ['/rest/api/3/project', '/rest/api/3/myself', '/rest/api/3/field'])
        console.log((await fetch(process.env.JIRA_URL + path, { headers: { authorization } })).status);
    `;
    const { stdout, requests } = await observeCode(code, { scenario: 'revoked', guard: true });
    expect(stdout).toBe('401\n401\n401\n');
    expect(requests.map(({ path, status, answeredFor }) => [path, status, answeredFor])).toEqual([
      ['/rest/api/3/project', 401, 'refused'],
      ['/rest/api/3/myself', 401, 'refused'],
      ['/rest/api/3/field', 401, 'refused'],
    ]);
  });

  it('is what no answer belongs to, whatever the order', () => {
    const seen = [request('/a', 200), request('/myself', 401), request('/b', 200)];
    const verdict = { state: 'alive', signal: 'account-id' } as const;
    const answers: GuardedAnswer[] = [
      { method: 'GET', path: '/b', status: 200, verdict, outcome: 'passed' },
      { method: 'GET', path: '/a', status: 200, verdict, outcome: 'refused' },
    ];
    const elsewhere = { ...request('/graphql', 200), host: 'api.atlassian.com' };
    const unsigned = { ...request('/a', 200), caller: null };
    expect(withAnswers([...seen, elsewhere, unsigned], answers, 'h')).toEqual([
      { ...request('/a', 401), answeredFor: 'refused' },
      request('/b', 200),
      elsewhere,
      unsigned,
    ]);
  });
});
