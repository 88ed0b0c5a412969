import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { forgetSecrets, redact } from '../evidence/redaction.ts';
import { environmentFor } from '../stand-in/environment.ts';
import { examine } from './examine.ts';
import { readValues, settingsOf, type Settings } from './settings.ts';
import { ALL_VARIABLES } from './variables.ts';

afterEach(forgetSecrets);

const GOOD: Readonly<Record<string, string>> = {
  ...environmentFor('https://acme.atlassian.net'),
  JIRA_API_ORIGIN: '',
};

const settings = (changed: Record<string, string> = {}): Settings =>
  settingsOf(readValues({ ...GOOD, ...changed }, 'no-such-file'), '.env');

describe('settings', () => {
  it('need the site, the email and the token, and no more', () => {
    const named = ['JIRA_SITE', 'JIRA_EMAIL', 'JIRA_API_TOKEN'].map((name) => [name, GOOD[name]] as const);
    const least = settingsOf(readValues(Object.fromEntries(named), 'no-such-file'), '.env');
    expect(least).toMatchObject({
      site: 'https://acme.atlassian.net',
      api: 'https://api.atlassian.com',
      identity: { email: GOOD['JIRA_EMAIL'], apiToken: GOOD['JIRA_API_TOKEN'], revokedToken: '' },
    });
  });

  it('name all that is missing at once where there is no .env', () => {
    expect(() => settingsOf(readValues({}, 'no-such-file'), '.env')).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        exitCode: 2,
        message: expect.stringMatching(/JIRA_SITE.*JIRA_EMAIL.*JIRA_API_TOKEN/s) as string,
      }),
    );
  });

  it.each([
    ['JIRA_SITE', 'https://your-site.atlassian.net'],
    ['JIRA_SITE', 'https://acme.atlassian.net/jira/projects'],
    ['JIRA_SITE', 'http://acme.atlassian.net'],
    ['JIRA_SITE', 'https://acme.example.org'],
    ['JIRA_SITE', 'https://acme.atlassian.net.evil.example'],
    ['JIRA_SITE', 'https://evilatlassian.net'],
    ['JIRA_SITE', 'https://owner:secret@acme.atlassian.net'],
    ['JIRA_SITE', 'http://localhost.evil.example'],
    ['JIRA_SITE', 'acme'],
    ['JIRA_EMAIL', 'you@example.com'],
    ['JIRA_EMAIL', 'Owner'],
    ['JIRA_API_TOKEN', '<token>'],
    ['JIRA_API_TOKEN', 'xxx'],
    ['JIRA_API_TOKEN', `"${SYNTHETIC_IDENTITY.apiToken}"`],
    ['JIRA_API_TOKEN', `${SYNTHETIC_IDENTITY.apiToken} `],
    ['JIRA_API_TOKEN', `${SYNTHETIC_IDENTITY.apiToken}\n`],
    [
      'JIRA_API_TOKEN',
      `${SYNTHETIC_IDENTITY.apiToken.slice(0, 90)}\u200B${SYNTHETIC_IDENTITY.apiToken.slice(90)}`,
    ],
    ['JIRA_API_TOKEN', `owner@example.com:${SYNTHETIC_IDENTITY.apiToken}`],
    ['JIRA_REVOKED_TOKEN', 'qz17'],
    ['JIRA_CLOUD_ID', '../../admin'],
    ['JIRA_PROJECT_KEY', 'ABC/../..'],
    ['JIRA_ISSUE_KEY', 'ABC'],
    ['JIRA_API_ORIGIN', 'https://api.atlassian.com.evil.example'],
  ])('refuse %s=%s by name, and show no secret', (name, value) => {
    const secret = name.endsWith('TOKEN') ? value : 'no such value';
    expect(() => settings({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        message: expect.stringContaining(name) as string,
      }),
    );
    expect(() => settings({ [name]: value })).not.toThrow(secret);
  });

  it.each([
    [
      'an own address that was allowed',
      'https://jira.acme.example',
      { JIRA_ALLOWED_HOSTS: 'jira.acme.example' },
    ],
    ['a jira.com site', 'https://acme.jira.com', {}],
    ['this machine', 'http://127.0.0.1:8931', {}],
    ['a trailing slash', 'https://acme.atlassian.net/', {}],
  ])('take %s', (_, site, more) => {
    expect(settings({ JIRA_SITE: site, ...more }).site).toBe(new URL(site).origin);
  });

  it('read the file, and prefer the environment', () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, '.env');
    const lines = Object.entries(GOOD).map(([name, value]) => `${name}="${value}"`);
    writeFileSync(file, `# a comment\n${lines.join('\n')}\n`);
    expect(settingsOf(readValues({}, file), file).site).toBe('https://acme.atlassian.net');
    const { site } = settingsOf(readValues({ JIRA_SITE: 'https://other.atlassian.net' }, file), file);
    expect(site).toBe('https://other.atlassian.net');
  });

  it('register every secret before anything can be said about it', () => {
    settings();
    for (const name of ['JIRA_API_TOKEN', 'JIRA_ADMIN_API_KEY', 'JIRA_OTHER_EMAIL']) {
      expect(redact(`x ${GOOD[name]} y`)).not.toContain(GOOD[name]);
    }
  });
});

describe('.env.example', () => {
  it('names every variable, in the order of the table, and sets none', () => {
    const lines = readFileSync(join(import.meta.dirname, '..', '..', '.env.example'), 'utf8').split('\n');
    const named = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(named).toEqual(ALL_VARIABLES.map(({ name }) => `${name}=`));
  });
});

describe('the examination of settings', () => {
  const stateOf = (name: string, changed: Record<string, string> = {}): string | undefined =>
    examine(readValues({ ...GOOD, ...changed }, 'no-such-file')).find(({ variable }) => variable === name)
      ?.state;

  it('keeps a token that stands in the wrong variable to itself', () => {
    const head = `ATATT3xFfGF0${'Zq9'.repeat(50)}=`;
    const misplaced = head + checksum(head);
    const findings = examine(readValues({ ...GOOD, JIRA_SITE: misplaced }, 'no-such-file'));
    expect(findings.find(({ variable }) => variable === 'JIRA_SITE')?.state).toBe('wrong');
    expect(JSON.stringify(findings)).not.toContain('Zq9Zq9');
    expect(redact(misplaced)).not.toContain('Zq9Zq9');
  });

  it('finds nothing to say against good ones', () => {
    const findings = examine(readValues(GOOD, 'no-such-file'));
    expect(findings.filter(({ state }) => state === 'wrong' || state === 'hint')).toEqual([]);
    expect(JSON.stringify(findings)).not.toContain(GOOD['JIRA_API_TOKEN']);
  });

  it.each([
    [
      'a token in two roles',
      'JIRA_REVOKED_TOKEN',
      { JIRA_REVOKED_TOKEN: GOOD['JIRA_API_TOKEN'] ?? '' },
      'wrong',
    ],
    ['the own email as the other', 'JIRA_OTHER_EMAIL', { JIRA_OTHER_EMAIL: 'OWNER@example.com' }, 'wrong'],
    [
      'a checksum that does not fit',
      'JIRA_EXPIRED_TOKEN',
      { JIRA_EXPIRED_TOKEN: syntheticToken('expired').replace('real', 'rea1') },
      'hint',
    ],
    [
      'a token without its end',
      'JIRA_API_TOKEN',
      { JIRA_API_TOKEN: syntheticToken('valid').slice(0, 150) },
      'hint',
    ],
    [
      'a key in the place of a token',
      'JIRA_API_TOKEN',
      { JIRA_API_TOKEN: syntheticToken('x', 'admin') },
      'hint',
    ],
    ['a site with a password in it', 'JIRA_SITE', { JIRA_SITE: 'https://a:b@acme.atlassian.net' }, 'wrong'],
    ['a site with a path', 'JIRA_SITE', { JIRA_SITE: 'https://acme.atlassian.net/jira' }, 'wrong'],
    ['what is not set', 'JIRA_CLOUD_ID', {}, 'not set'],
    ['what must be set', 'JIRA_EMAIL', { JIRA_EMAIL: '' }, 'wrong'],
  ])('sees %s', (_, name, changed, state) => {
    expect(stateOf(name, changed)).toBe(state);
  });
});
