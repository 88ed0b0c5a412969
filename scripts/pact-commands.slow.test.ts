import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { once } from 'node:events';
import { devNull } from 'node:os';
import { describe, expect, it } from 'vitest';
import { SELF_SIGNED } from '../src/http/certificate.fixture.ts';
import { openBrokerDouble } from '../src/pact/broker.fixture.ts';
import { readRun } from '../src/run/run.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn } from '../src/stand-in/stand-in.ts';
import type { MakeCommand } from './main.ts';
import { useFolder } from './temporary-project.fixture.ts';
import { checkCommand } from './commands/check.ts';
import { type Called } from './commands/commands.fixture.ts';
import { pactPublishCommand } from './commands/pact-publish.ts';
import { pactVerifyCommand } from './commands/pact-verify.ts';

const project = useFolder();

const call = (
  command: MakeCommand,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Called> => project.call(command, args, { env });

const NO_FILE = ['--settings', devNull];

// The specs are run, and the verifier is a process of its own.
describe('check --pacts', { timeout: 30_000 }, () => {
  it('adds the results of both pacts to the run, from which they can be published', async () => {
    expect(await call(checkCommand, ['--pacts', '--out', 'report.txt'])).toMatchObject({ code: 0 });
    const { pacts = [] } = readRun('reports/public-2026-09/run.json');
    expect(pacts.map(({ pact }) => pact)).toEqual(['as-it-is', 'wanted']);
    expect(pacts.every(({ interactions }) => interactions.length > 100)).toBe(true);
    const broker = await openBrokerDouble();
    const env = { PACT_BROKER_BASE_URL: broker.url };
    const args = ['--results', 'public-2026-09', '--consumer-version', '1.0', ...NO_FILE, '--format', 'json'];
    const { code, out } = await call(pactPublishCommand, args, env);
    await broker.close();
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ published: [{ success: true }, { success: false }] });
    const result = broker.requests.find(({ path }) => path.endsWith('/verification-results'));
    expect(result?.body).toMatchObject({ providerApplicationVersion: 'public-2026-09' });
  });
});

describe('pact:verify', { timeout: 30_000 }, () => {
  it('says it in one line with --quiet, and shows the exchange of what fails with --verbose', async () => {
    const quiet = await call(pactVerifyCommand, ['--quiet']);
    expect(quiet).toMatchObject({ code: 0, err: '' });
    expect(quiet.out.trimEnd().split('\n')).toHaveLength(1);
    const { out } = await call(pactVerifyCommand, ['--wanted', '--verbose']);
    expect(out).toMatch(/^> GET /m);
  });

  it('adds its result to the run of that name, in the place of an earlier one', async () => {
    await call(checkCommand, ['--out', 'report.txt']);
    expect(readRun('reports/public-2026-09/run.json').pacts).toBeUndefined();
    for (const args of [[], ['--wanted'], []]) {
      expect(await call(pactVerifyCommand, args)).toMatchObject({ code: 0 });
    }
    const { pacts = [] } = readRun('reports/public-2026-09/run.json');
    expect(pacts.map(({ pact }) => pact)).toEqual(['as-it-is', 'wanted']);
  });

  it('fails if the behaviour differs, by the name of the interaction and without a credential', async () => {
    const site = await openStandIn({ behaviour: '2022-11' });
    const args = ['--live', '--core', '--confirm-after', '0', ...NO_FILE];
    const { code, out } = await call(pactVerifyCommand, args, environmentFor(site.origin));
    await site.close();
    expect(code).toBe(1);
    expect(out).toMatch(/^x mistyped on GET \/rest\/api\/3\/project\/search/m);
    expect(out).not.toMatch(/AT[AC]TT3|Basic |Bearer /);
  });

  it('does not conclude from a run that did not come to its end', async () => {
    const site = await openStandIn();
    const args = ['--live', '--core', '--confirm-after', '0', '--max-requests', '60', ...NO_FILE];
    const { code } = await call(pactVerifyCommand, args, environmentFor(site.origin));
    await site.close();
    expect(code).toBe(3);
  });

  it('reports a site that is not there, and one with an unverifiable certificate', async () => {
    const server = createServer(SELF_SIGNED, (_request, response) => response.end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const args = ['--live', '--confirm-after', '0', ...NO_FILE];
    for (const site of [`https://127.0.0.1:${port}`, 'http://127.0.0.1:1']) {
      const env = { ...environmentFor(site), JIRA_ALLOWED_HOSTS: '127.0.0.1' };
      const { code, out, err } = await call(pactVerifyCommand, args, env);
      expect({ code, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain(site);
      expect(err).not.toMatch(/^\s+at /m);
    }
    server.close();
  });

  it.each([
    ['recordings that are not there', ['--recordings', 'public-1999'], 2],
    ['a folder without pacts', ['--pacts', 'nowhere'], 2],
  ])('reports %s', async (_, args, code) => {
    const ended = await call(pactVerifyCommand, args);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).not.toMatch(/^\s+at /m);
  });
});

describe('pact:publish', { timeout: 30_000 }, () => {
  it.each([
    ['no broker in the settings', [], {}, 2],
    [
      'a run that is not there',
      ['--results', 'no-such-run'],
      { PACT_BROKER_BASE_URL: 'http://127.0.0.1:1' },
      2,
    ],
    ['a broker that is not there', [], { PACT_BROKER_BASE_URL: 'http://127.0.0.1:1' }, 3],
  ])('reports %s', async (_, args, env, code) => {
    const ended = await call(pactPublishCommand, [...args, ...NO_FILE, '--consumer-version', '1'], env);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).not.toMatch(/^\s+at /m);
  });

  it('publishes nothing for a run without results, or for a broken pact', async () => {
    const broker = await openBrokerDouble();
    const env = { PACT_BROKER_BASE_URL: broker.url };
    await call(checkCommand, ['--out', 'report.txt']);
    const args = [...NO_FILE, '--consumer-version', '1'];
    const without = await call(pactPublishCommand, [...args, '--results', 'public-2026-09'], env);
    expect(without).toMatchObject({ code: 2, out: '' });
    writeFileSync('jira-token-contract-Jira Cloud.json', '{');
    expect(await call(pactPublishCommand, [...args, '--pacts', '.'], env)).toMatchObject({
      code: 2,
      out: '',
    });
    await broker.close();
    expect(broker.requests).toEqual([]);
    expect(existsSync('reports/public-2026-09/run.json')).toBe(true);
    expect(readFileSync('report.txt', 'utf8').length).toBeGreaterThan(100);
  });
});
