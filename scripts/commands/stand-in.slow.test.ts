import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { parse } from 'dotenv';
import { expect, it, onTestFinished } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { runCommand, type Ended } from '../project-copy.fixture.ts';

const ROOT = join(import.meta.dirname, '../..');

interface Running {
  readonly settings: Readonly<Record<string, string>>;
  readonly end: () => Promise<Ended>;
}

/** Starts the command, and waits until it has printed its settings. */
async function start(...args: readonly string[]): Promise<Running> {
  let child: ChildProcess | undefined;
  let text = '';
  let ended: Promise<Ended> | undefined;
  await new Promise<void>((resolve, reject) => {
    ended = runCommand(ROOT, ['scripts/cli.ts', 'stand-in', '--port', '0', ...args], {}, (started) => {
      child = started;
      started.stdout?.on('data', (part: string) => {
        text += part;
        if (text.includes('JIRA_ISSUE_KEY') && text.endsWith('\n')) resolve();
      });
      started.once('close', () => reject(new Error('It ended too early.')));
    });
  });
  const end = async (): Promise<Ended> => {
    child?.kill('SIGINT');
    return (await ended) ?? { code: null, out: '', err: '' };
  };
  onTestFinished(() => void child?.kill('SIGKILL'));
  return { settings: parse(text), end };
}

/** Runs curl with nothing but the settings in its environment. */
const curl = (settings: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  runCommand(ROOT, ['--silent', '--max-time', '20', ...args], settings, undefined, 'curl');

it('is a site of Atlassian for curl, which knows only the settings, and no other host', async () => {
  const { settings, end } = await start('--tls');
  const site = settings['JIRA_SITE'] ?? '';
  const login = ['--user', `${settings['JIRA_EMAIL']}:${settings['JIRA_API_TOKEN']}`];
  const { code, out } = await curl(settings, ...login, `${site}/rest/api/3/myself`);
  expect([code, site]).toEqual([0, expect.stringMatching(/^https:\/\/[\w-]+\.atlassian\.net$/)]);
  expect(JSON.parse(out)).toHaveProperty('emailAddress', SYNTHETIC_IDENTITY.email);
  for (const url of ['https://example.com/', 'http://example.com/', `${site.replace('https', 'http')}/`]) {
    const refused = await curl(settings, '--fail', ...login, url);
    expect(refused.code).not.toBe(0);
  }
  const explicit = [
    '--proxy',
    settings['HTTPS_PROXY'] ?? '',
    '--cacert',
    settings['NODE_EXTRA_CA_CERTS'] ?? '',
  ];
  const again = await curl({}, ...explicit, ...login, `${site}/rest/api/latest/serverInfo`);
  expect(JSON.parse(again.out)).toHaveProperty('baseUrl', site);
  expect(await curl({}, '--proxy', settings['HTTPS_PROXY'] ?? '', `${site}/`)).toMatchObject({ code: 60 });
  expect(await end()).toMatchObject({ code: 0 });
});

it('gives away the authority, never a key, and leaves nothing behind', async () => {
  const { settings, end } = await start('--tls');
  const file = settings['SSL_CERT_FILE'] ?? '';
  const folder = dirname(file);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(statSync(folder).mode & 0o077).toBe(0);
  expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n$/);
  const strict = ['verify', '-x509_strict', '-CAfile', file, file];
  expect(await runCommand(ROOT, strict, {}, undefined, 'openssl')).toMatchObject({ code: 0 });
  const { code, out, err } = await end();
  expect(code).toBe(0);
  expect(out + err).not.toContain('PRIVATE KEY');
  expect(existsSync(folder)).toBe(false);
});

it('has neither proxy nor authority without TLS', async () => {
  const { settings, end } = await start();
  expect(settings['JIRA_SITE']).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(Object.keys(settings).filter((name) => !name.startsWith('JIRA_'))).toEqual([]);
  expect(await end()).toMatchObject({ code: 0 });
});

it('keeps the contract behind its proxy, asked by this tool as a real site would be', async () => {
  const { settings, end } = await start('--tls');
  const args = [
    'scripts/cli.ts',
    'check',
    '--live',
    '--settings',
    '/dev/null',
    '--keep',
    '0',
    '--core',
    '--confirm-after',
    '0',
  ];
  const { code, err } = await runCommand(ROOT, args, settings);
  expect([code, err]).toEqual([0, expect.any(String)]);
  await end();
});
