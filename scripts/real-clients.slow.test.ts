import { availableParallelism, tmpdir } from 'node:os';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { readClients, type ClientUse } from '../src/clients/client-file.ts';
import { differences } from '../src/clients/figures.ts';
import { install, type InstalledClient } from '../src/clients/installed.ts';
import { measure, runnable } from '../src/clients/measure.ts';
import { readMeasured } from '../src/clients/measured.ts';
import { observe } from '../src/conformance/observe.ts';
import { surroundingsWith } from '../src/conformance/observe.fixture.ts';
import { scenarioNamed, type ScenarioId } from '../src/conformance/scenarios.ts';
import { clearSecrets } from '../src/secrets/redaction.ts';
import type { Behaviour } from '../src/stand-in/stand-in.ts';
import { outerEnvironment } from '../src/workflows/outer-environment.ts';
import { registrySettings } from './vitest-proxies.ts';

// Clients that people use. Those of npm are installed here, from lock files of their own; those of Debian and curl are tried where
// they are installed.

/** What a use prints if it finds what it should. */
const PRINTED: Readonly<Record<ClientUse['finds'], RegExp>> = {
  projects: /\bEXAMPLE\b[^]*\bPROJAB\b/,
  // The shortest first page that one of them asks for has 25.
  issues: /\bEXAMPLE-1\b[^]*\bEXAMPLE-25\b/,
  issue: /An example/,
  account: /Stand In Owner/,
  verified: /verified/,
  released: /released/,
};

/** Situations that are measured again here: one of each kind. `npm run clients -- --check` measures all. */
const SAMPLE: readonly ScenarioId[] = [
  'valid',
  'empty-site',
  'mistyped',
  'email-mismatch',
  'revoked',
  'dies-after-login',
  'gateway-rejected',
  'unavailable',
];

const env = outerEnvironment(process.env);

let packages: string;

beforeAll(() => {
  packages = mkdtempSync(join(tmpdir(), 'clients-'));
});

// Thousands of files.
afterAll(() => rmSync(packages, { recursive: true }), 120_000);

afterEach(clearSecrets);

/** What a use came to, in a word; or its output, if it both failed and found something, or neither. */
async function outcomeOf(
  { client, folder }: InstalledClient,
  [name, use]: readonly [string, ClientUse],
  behaviour: Behaviour,
): Promise<string> {
  const surroundings = surroundingsWith({ env, tls: client.hasHttpsBuiltIn, behaviour });
  const seen = await observe(runnable(name, use, folder).settings, scenarioNamed('valid'), surroundings);
  expect(seen.refusedHosts).toEqual([]);
  const finds = PRINTED[use.finds].test(seen.stdout);
  if (seen.succeeded === finds) return finds ? 'works' : 'fails';
  return `${seen.exitCode}: ${seen.stdout.slice(0, 500)}${seen.stderr.slice(0, 500)}`;
}

/** What a use should come to, now and before 2025. */
const EXPECTED: Readonly<Record<ClientUse['works'], readonly string[]>> = {
  now: ['works'],
  'before-2025': ['fails', 'works'],
  never: ['fails', 'fails'],
};

describe.each(readClients().map((client) => [client.name, client] as const))('%s', (name, client) => {
  let installed: InstalledClient | undefined;

  beforeAll(async () => {
    installed = await install(client, packages, { ...env, ...registrySettings() });
  }, 300_000);

  it.for(Object.entries(client.uses))(
    'does what it should with a token that works: %s',
    { timeout: 120_000 },
    async ([use, settings], { skip }) => {
      skip(installed === undefined);
      if (!installed) return;
      const now = await outcomeOf(installed, [use, settings], '2026-09');
      const before = settings.works === 'now' ? [] : [await outcomeOf(installed, [use, settings], '2022-11')];
      expect([now, ...before]).toEqual(EXPECTED[settings.works]);
    },
  );

  it('does with a dead token what the table says', { timeout: 600_000 }, async ({ skip }) => {
    const stored = readMeasured().clients.find((one) => one.name === name);
    // Debian may have another version by now, which is what the command finds out.
    skip(installed === undefined || installed.version !== stored?.version);
    if (!installed || !stored) return;
    const measured = await measure(installed, {
      surroundings: surroundingsWith({ env }),
      concurrency: availableParallelism(),
      scenarios: SAMPLE,
      onProgress: () => undefined,
    });
    expect(differences(stored, measured)).toEqual([]);
  });
});
