import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clearSecrets } from '../secrets/redaction.ts';
import type { StandIn } from '../stand-in/stand-in.ts';
import { surroundingsWith } from './observe.fixture.ts';
import { CLIENTS, expectedOf, REFERENCE_CLIENTS } from './reference-clients.fixture.ts';
import type { ConformanceResult } from './result.ts';
import { runConformance } from './run-conformance.ts';
import { SCENARIO_IDS, type ScenarioId } from './scenarios.ts';

afterEach(clearSecrets);

const PROGRAMS: Readonly<Record<string, string>> = {
  '.mjs': process.execPath,
  '.sh': 'sh',
  '.py': 'python3',
};

const files = REFERENCE_CLIENTS.flatMap((client) =>
  readdirSync(join(CLIENTS, client))
    .filter((name) => extname(name) in PROGRAMS)
    .map((name) => [client, name] as const),
);

function run(
  client: string,
  file: string,
  change: (standIn: StandIn) => void = () => undefined,
  scenarios: readonly ScenarioId[] = SCENARIO_IDS,
): Promise<ConformanceResult> {
  const command = [PROGRAMS[extname(file)] ?? '', join(CLIENTS, client, file)];
  return runConformance(
    {
      uses: [{ name: client, settings: { command, drive: 'command' } }],
      scenarios,
      notices: undefined,
      knownFailures: [],
      concurrency: availableParallelism(),
      onProgress: () => undefined,
    },
    surroundingsWith({ change }),
  );
}

const verdictsOf = ({ results }: ConformanceResult): Record<string, string> =>
  Object.fromEntries(
    results.map(({ scenario, verdict, isReached }) => [scenario, isReached ? verdict : 'not met']),
  );

describe('a reference client', { timeout: 240_000 }, () => {
  it('exists in each of the six kinds, two of them in three languages, each with its verdicts in every scenario', () => {
    expect(REFERENCE_CLIENTS.toSorted()).toEqual([
      'careful',
      'leaky',
      'list-and-delete',
      'naive',
      'over-eager',
      'retry-forever',
    ]);
    expect(files).toHaveLength(10);
    for (const [client, file] of files)
      expect(Object.keys(expectedOf(client)[file]?.verdicts ?? {})).toEqual([...SCENARIO_IDS]);
  });

  it.each(files)('%s/%s gets exactly its verdicts', async (client, file) => {
    const result = await run(client, file);
    const expected = expectedOf(client)[file];
    expect(verdictsOf(result)).toEqual(expected?.verdicts);
    expect(result.level).toBe(expected?.level);
    expect(result.inconclusive).toEqual([]);
    expect(result.exitCode).toBe(client === 'careful' ? 0 : 1);
  });
});

const refuseList = (site: StandIn): void => {
  site.inject({ kind: 'own-401', when: ({ path }) => path.endsWith('/project/search') });
};

describe('a site that changes', { timeout: 240_000 }, () => {
  const DEAD = ['mistyped', 'revoked', 'expired', 'email-mismatch'] as const;

  it.each([
    ['naive', 'silent', 'misled'],
    ['over-eager', 'named', 'named'],
  ])('to what is wanted changes the verdicts on %s', async (client, before, after) => {
    const wanted = verdictsOf(await run(client, 'client.mjs', (site) => site.become('wanted'), DEAD));
    for (const id of DEAD) {
      expect(expectedOf(client)['client.mjs']?.verdicts[id]).toBe(before);
      expect(wanted[id]).toBe(after);
    }
  });

  it('so that its list fails changes the verdicts on careful: it fails with a token that works', async () => {
    const result = await run('careful', 'client.mjs', refuseList, DEAD);
    expect(verdictsOf(result)['valid']).toBe('false-alarm');
    expect(result).toMatchObject({ exitCode: 3, level: null });
    expect(result.inconclusive).toHaveLength(1);
  });
});
