import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { checksum } from '../src/contract/synthetic-token.ts';
import { openBrokerDouble } from '../src/pact/broker.fixture.ts';
import { oracleFor } from '../src/secrets/secrets.fixture.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { checkCommand } from './commands/check.ts';
import type { Called } from './commands/commands.fixture.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { pactPublishCommand } from './commands/pact-publish.ts';
import { recordCommand } from './commands/record.ts';
import { watchRevocationCommand } from './commands/watch-revocation.ts';
import type { MakeCommand } from './main.ts';
import { useFolder } from './temporary-project.fixture.ts';

// Whole commands with secrets from files and from other programs.

const project = useFolder();

const FAST = ['--settings', devNull, '--confirm-after', '0'];

const head = `ATATT3xFfGF0${'p4Vw9sXq2LmZ7tRk1NcJ'.repeat(7)}=`;
const TOKEN = head + checksum(head);

/** The environment of the stand-in without the valid token, and with what is given in its place. */
const without = (changed: Record<string, string>): Record<string, string> => {
  const { JIRA_API_TOKEN: _, ...rest } = environmentFor(project.site.origin, {
    ...SYNTHETIC_IDENTITY,
    apiToken: TOKEN,
  });
  return { ...rest, PATH: process.env['PATH'] ?? '', ...changed };
};

const call = (
  command: MakeCommand,
  args: readonly string[],
  changed: Record<string, string>,
): Promise<Called> => project.call(command, args, { env: without(changed) });

/** A command that counts how often it ran. */
const counting = (then: string): string => `echo x >> '${join(project.path, 'ran')}'; ${then}`;

const timesRun = (): number =>
  existsSync('ran') ? readFileSync('ran', 'utf8').trim().split('\n').length : 0;

const LIVE: readonly (readonly [string, MakeCommand, readonly string[]])[] = [
  ['check', checkCommand, ['--live', ...FAST]],
  ['record', recordCommand, ['mine', '--into', 'sets', ...FAST]],
  ['doctor', doctorCommand, FAST],
  ['nightly', nightlyCommand, FAST],
  ['watch-revocation', watchRevocationCommand, ['--settings', devNull, '--revoked-at', 'now']],
];

interface Doctor {
  settings: { variable: string; state: string; from?: string }[];
  secretFiles: { variable: string }[];
}

describe('doctor', () => {
  it.each([
    ['a file', { JIRA_API_TOKEN_FILE: 'token' }, 'file'],
    ['a command', { JIRA_API_TOKEN_COMMAND: `cat token` }, 'command'],
    ['the environment', { JIRA_API_TOKEN: TOKEN }, 'environment'],
  ])('says that a token comes from %s', async (_, changed, from) => {
    writeFileSync('token', `${TOKEN}\n`, { mode: 0o600 });
    await project.reopen({ identity: { ...SYNTHETIC_IDENTITY, apiToken: TOKEN } });
    const { code, out } = await call(doctorCommand, [...FAST, '--format', 'json'], changed);
    expect(code).toBe(0);
    const { settings, secretFiles } = JSON.parse(out) as Doctor;
    expect(settings.find(({ variable }) => variable === 'JIRA_API_TOKEN')).toMatchObject({
      state: 'set',
      from,
    });
    expect(secretFiles).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('remarks on a file that others can read', async () => {
    writeFileSync('token', TOKEN, { mode: 0o644 });
    const { out } = await call(doctorCommand, ['--offline', ...FAST, '--format', 'json'], {
      JIRA_API_TOKEN_FILE: 'token',
    });
    const { secretFiles } = JSON.parse(out) as Doctor;
    expect(secretFiles.map(({ variable }) => variable)).toEqual(['JIRA_API_TOKEN_FILE']);
  });

  it('runs no command of the broker, and notices names that are misspelt', async () => {
    const { out } = await call(doctorCommand, ['--offline', ...FAST, '--format', 'json'], {
      JIRA_API_TOKEN: TOKEN,
      PACT_BROKER_TOKEN_COMMAND: counting('echo broker-token'),
      JIRA_API_TOKEN_FIEL: 'token',
    });
    expect(timesRun()).toBe(0);
    const { settings } = JSON.parse(out) as Doctor;
    const stateOf = (name: string) => settings.find(({ variable }) => variable === name)?.state;
    expect(stateOf('PACT_BROKER_TOKEN')).toBe('set');
    expect(stateOf('JIRA_API_TOKEN_FIEL')).toBe('hint');
  });
});

describe.each(LIVE)('%s', (_name, command, args) => {
  it.each([
    ['fails', { JIRA_API_TOKEN_COMMAND: 'echo the-secret-itself; echo unlock first >&2; exit 7' }, /\b7\b/],
    ['prints nothing', { JIRA_API_TOKEN_COMMAND: 'echo unlock first >&2' }, /\b0\b/],
    ['is one of two', { JIRA_API_TOKEN_COMMAND: 'echo unlock first >&2', JIRA_API_TOKEN: TOKEN }, /_COMMAND/],
  ])('ends with 2 if its command %s, and says no more than needed', async (_, changed, words) => {
    const { code, out, err } = await call(command, args, changed);
    expect(code).toBe(2);
    const printed = out + err;
    expect(printed).toMatch(/JIRA_API_TOKEN_COMMAND/);
    expect(printed).toMatch(words);
    expect(printed).not.toContain('the-secret-itself');
    expect(printed).not.toContain(TOKEN);
    expect(printed.split('unlock first')).toHaveLength('JIRA_API_TOKEN' in changed ? 1 : 2);
    expect(project.site.requests).toEqual([]);
  });
});

describe('a command of a password manager', () => {
  it('is asked once by a night of two sites', async () => {
    await project.reopen({ identity: { ...SYNTHETIC_IDENTITY, apiToken: TOKEN } });
    writeFileSync('sites.json', '[{"name":"acme"},{"name":"beta"}]');
    const own = without({ JIRA_API_TOKEN_COMMAND: counting(`echo ${TOKEN}`) });
    const env = Object.fromEntries(
      Object.entries(own).flatMap(([name, value]) =>
        name.startsWith('JIRA_')
          ? [
              [`ACME_${name}`, value],
              [`BETA_${name}`, value],
            ]
          : [[name, value]],
      ),
    );
    const { code } = await project.call(nightlyCommand, [...FAST, '--core', '--no-doctor'], { env });
    expect([0, 1]).toContain(code);
    expect(timesRun()).toBe(1);
  });

  it.each([
    ['check', checkCommand, []],
    ['diff', diffCommand, ['public-2019-11', 'public-2019-12']],
    ['demo', demoCommand, []],
  ] as const)('is not run by %s, which needs no credential', async (_, command, args) => {
    const { code } = await call(command, args, { JIRA_API_TOKEN_COMMAND: counting(`echo ${TOKEN}`) });
    expect([0, 1]).toContain(code);
    expect(timesRun()).toBe(0);
  });

  it('is run for the broker alone where only the broker is asked', async () => {
    const broker = await openBrokerDouble();
    try {
      // Without the synthetic tokens of the stand-in, of which the pacts are full.
      const env = {
        PATH: process.env['PATH'] ?? '',
        JIRA_API_TOKEN_COMMAND: counting('exit 1'),
        PACT_BROKER_BASE_URL: broker.url,
        PACT_BROKER_TOKEN_COMMAND: 'echo wF8n2dKq91xLz0pVbT',
      };
      const args = ['--settings', devNull, '--consumer-version', '1'];
      const { code, err } = await project.call(pactPublishCommand, args, { env });
      expect([err, code]).toEqual([expect.any(String), 0]);
      const sent = new Set(broker.requests.map(({ authorization }) => authorization));
      expect([...sent]).toEqual(['Bearer wF8n2dKq91xLz0pVbT']);
      expect(timesRun()).toBe(0);
    } finally {
      await broker.close();
    }
  });

  it('leaves its secret in no output and no file', async () => {
    await project.reopen({ identity: { ...SYNTHETIC_IDENTITY, apiToken: TOKEN } });
    writeFileSync('token', TOKEN, { mode: 0o600 });
    mkdirSync('sets');
    const loud = `cat token; echo "got $(cat token)" >&2; cat token | base64 >&2`;
    const { code, out, err } = await call(recordCommand, ['mine', '--into', 'sets', ...FAST], {
      JIRA_API_TOKEN_COMMAND: loud,
    });
    expect(code).toBe(0);
    expect(err).toContain('[JIRA_API_TOKEN]');
    const oracle = oracleFor([{ label: 'token', value: TOKEN }]);
    const files = readdirSync('.', { recursive: true, encoding: 'utf8' }).filter(
      (path) => statSync(path).isFile() && path !== 'token',
    );
    expect(files.length).toBeGreaterThan(5);
    for (const text of [out, err, ...files.map((path) => readFileSync(path, 'utf8'))]) {
      expect(oracle(text)).toEqual([]);
    }
  });
});
