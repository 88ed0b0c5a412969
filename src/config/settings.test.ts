import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { Fault } from '../fault.ts';
import { SYNTHETIC_IDENTITY } from '../contract/identity.ts';
import { checksum, syntheticToken } from '../contract/synthetic-token.ts';
import { clearSecrets, redact } from '../secrets/redaction.ts';
import { environmentFor } from './stand-in-environment.ts';
import { brokerSettingsOf } from './broker.ts';
import { examineVariables } from './examine.ts';
import { missingFor } from './provided.ts';
import { readValues, settingsOf, type Settings } from './settings.ts';
import { ALL_VARIABLES } from './variables.ts';

afterEach(clearSecrets);

const GOOD: Readonly<Record<string, string>> = {
  ...environmentFor('https://acme.atlassian.net'),
  JIRA_API_ORIGIN: '',
};

/** As an Authorization header of Basic has them. */
const pairInBase64 = Buffer.from(`owner@example.com:${SYNTHETIC_IDENTITY.apiToken}`).toString('base64');

const written = (bytes: Buffer): string => {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, '.env'), bytes);
  return join(folder, '.env');
};
const LINES = Object.entries(GOOD)
  .map(([name, value]) => `${name}=${value}\r\n`)
  .join('');

const settings = (changed: Record<string, string> = {}): Settings =>
  settingsOf(readValues({ ...GOOD, ...changed }, 'no-such-file'), '.env');

describe('settings', () => {
  it('require only the site, the email and the token', () => {
    const named = ['JIRA_SITE', 'JIRA_EMAIL', 'JIRA_API_TOKEN'].map((name) => [name, GOOD[name]] as const);
    const least = settingsOf(readValues(Object.fromEntries(named), 'no-such-file'), '.env');
    expect(least).toMatchObject({
      site: 'https://acme.atlassian.net',
      api: 'https://api.atlassian.com',
      identity: { email: GOOD['JIRA_EMAIL'], apiToken: GOOD['JIRA_API_TOKEN'], revokedToken: '' },
    });
  });

  it('report all missing variables at once if there is no .env', () => {
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
    ['JIRA_SITE', 'https://api.atlassian.com'],
    ['JIRA_SITE', 'https://api.atlassian.com/ex/jira/11111111-2222-3333-4444-555555555555'],
    ['JIRA_SITE', 'https://admin.atlassian.com/o/1234'],
    ['JIRA_SITE', 'https://id.atlassian.com'],
    ['JIRA_SITE', 'https://auth.atlassian.com'],
    ['JIRA_SITE', 'https://api.atlassian-us-gov-mod.com'],
    ['JIRA_SITE', 'https://atlassian.net'],
    ['JIRA_SITE', 'https://acme.atlassian-us-gov-mod.net.evil.example'],
    ['JIRA_SITE', 'https://evilatlassian-isolated.net'],
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
    ['JIRA_API_TOKEN', `${SYNTHETIC_IDENTITY.apiToken}\\n`],
    ['JIRA_API_TOKEN', `Basic ${pairInBase64}`],
    ['JIRA_API_TOKEN', `Basic ${SYNTHETIC_IDENTITY.apiToken}`],
    ['JIRA_API_TOKEN', `bearer ${SYNTHETIC_IDENTITY.apiToken}`],
    ['JIRA_API_TOKEN', `Authorization: Bearer ${SYNTHETIC_IDENTITY.apiToken}`],
    ['JIRA_API_TOKEN', pairInBase64],
    ['JIRA_API_TOKEN', Buffer.from(SYNTHETIC_IDENTITY.apiToken).toString('base64')],
    ['JIRA_API_TOKEN', SYNTHETIC_IDENTITY.apiToken.replace('=', '%3D')],
    ['JIRA_SCOPED_TOKEN', pairInBase64],
    ['JIRA_API_TOKEN', 'somebody.with.a.name@example.com'],
    ['JIRA_REVOKED_TOKEN', SYNTHETIC_IDENTITY.apiToken],
    ['JIRA_WATCHED_TOKEN', SYNTHETIC_IDENTITY.apiToken],
    ['JIRA_WATCHED_ADMIN_API_KEY', SYNTHETIC_IDENTITY.adminKey],
    ['JIRA_API_TOKEN_EXPIRES', '2026-13-45'],
    ['JIRA_API_TOKEN_EXPIRES', '2026-02-30'],
    ['JIRA_SCOPED_TOKEN_EXPIRES', '01.12.2026'],
    ['JIRA_ADMIN_API_KEY_EXPIRES', '2026-12-1'],
    ['JIRA_WATCHED_TOKEN_EXPIRES', '2026-12-01T00:00:00Z'],
    ['JIRA_API_TOKEN', `owner@example.com:${SYNTHETIC_IDENTITY.apiToken}`],
    ['JIRA_REVOKED_TOKEN', 'qz17'],
    ['JIRA_CLOUD_ID', '../../admin'],
    ['JIRA_ALLOWED_HOSTS', 'https://jira.acme.example'],
    ['JIRA_ALLOWED_HOSTS', 'jira.acme.example:8443'],
    ['JIRA_PROJECT_KEY', 'ABC/../..'],
    ['JIRA_ISSUE_KEY', 'ABC'],
    ['JIRA_API_ORIGIN', 'https://api.atlassian.com.evil.example'],
    ['JIRA_API_ORIGIN', 'https://acme.atlassian.net'],
  ])('refuse %s=%s by name, and show no secret', (name, value) => {
    const secret = name.endsWith('TOKEN') || name.endsWith('KEY') ? value : 'no such value';
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
      'a custom domain that was allowed',
      'https://jira.acme.example',
      { JIRA_ALLOWED_HOSTS: 'jira.acme.example' },
    ],
    ['a jira.com site', 'https://acme.jira.com', {}],
    ['a site of the Government Cloud', 'https://acme.atlassian-us-gov-mod.net', {}],
    ['a site of the Isolated Cloud', 'https://acme.atlassian-isolated.net', {}],
    ['the last day of a leap year', 'https://acme.atlassian.net', { JIRA_API_TOKEN_EXPIRES: '2028-02-29' }],
    ['this machine', 'http://127.0.0.1:8931', {}],
    ['a trailing slash', 'https://acme.atlassian.net/', {}],
  ])('take %s', (_, site, more) => {
    expect(settings({ JIRA_SITE: site, ...more }).site).toBe(new URL(site).origin);
  });

  it.each([
    ['https://acme.atlassian.net', 'https://api.atlassian.com'],
    ['https://acme.atlassian-us-gov-mod.net', 'https://api.atlassian-us-gov-mod.com'],
  ])('use the gateway of the cloud of %s', (site, api) => {
    expect(settings({ JIRA_SITE: site })).toMatchObject({ api, hasGateway: true });
  });

  it('send nothing to the gateway of another cloud if the gateway is unknown', () => {
    const isolated = settings({ JIRA_SITE: 'https://acme.atlassian-isolated.net' });
    expect(isolated).toMatchObject({ api: isolated.site, hasGateway: false });
    expect(missingFor('gateway-scoped', isolated)).toContain('JIRA_API_ORIGIN');
    expect(missingFor('admin-key', isolated)).toContain('JIRA_API_ORIGIN');
    expect(missingFor('revoked', isolated)).toBeUndefined();
  });

  it.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${LINES}`)],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\uFEFF${LINES}`, 'utf16le')],
    ['UTF-16 the other way round', Buffer.from(`\uFEFF${LINES}`, 'utf16le').swap16()],
  ])('read a file in %s', (_, bytes) => {
    const file = written(bytes);
    expect(settingsOf(readValues({}, file), file).site).toBe('https://acme.atlassian.net');
  });

  it.each([
    ['UTF-16 without a mark', Buffer.from(LINES, 'utf16le')],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x4a, 0, 0, 0])],
  ])('refuse a file in %s', (_, bytes) => {
    const file = written(bytes);
    const fault = expect.objectContaining({ code: 'unreadable-file', exitCode: 2 }) as Error;
    expect(() => readValues({}, file)).toThrow(fault);
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

  it.each([
    ['a scheme', `Bearer ${syntheticToken('valid')}`],
    ['the email', `owner@example.com:${syntheticToken('valid')}`],
    ['both, in base64', pairInBase64],
  ])('register a token that was pasted with %s', (_, value) => {
    expect(() => settings({ JIRA_API_TOKEN: value })).toThrow(Fault);
    expect(redact(`x ${syntheticToken('valid')} y`)).not.toContain(syntheticToken('valid'));
  });

  it.each(['2026-13-45', '2026-02-30', '01.12.2026'])('refuse the date %s for a broker as well', (day) => {
    const env = { ...GOOD, PACT_BROKER_BASE_URL: 'https://broker.example.com', JIRA_API_TOKEN_EXPIRES: day };
    expect(() => brokerSettingsOf(readValues(env, 'no-such-file'))).toThrow(/JIRA_API_TOKEN_EXPIRES/);
  });

  it('register every secret before any check can report it', () => {
    settings();
    for (const name of ['JIRA_API_TOKEN', 'JIRA_ADMIN_API_KEY', 'JIRA_OTHER_EMAIL']) {
      expect(redact(`x ${GOOD[name]} y`)).not.toContain(GOOD[name]);
    }
  });
});

describe('.env.example', () => {
  it('lists every variable in the order of the table, without values', () => {
    const lines = readFileSync(join(import.meta.dirname, '..', '..', '.env.example'), 'utf8').split('\n');
    const named = lines.filter((line) => line !== '' && !line.startsWith('#'));
    expect(named).toEqual(ALL_VARIABLES.map(({ name }) => `${name}=`));
  });
});

describe('the examination of settings', () => {
  const stateOf = (name: string, changed: Record<string, string> = {}): string | undefined =>
    examineVariables(readValues({ ...GOOD, ...changed }, 'no-such-file')).find(
      ({ variable }) => variable === name,
    )?.state;

  it('does not reveal a token in the wrong variable', () => {
    const head = `ATATT3xFfGF0${'Zq9'.repeat(50)}=`;
    const misplaced = head + checksum(head);
    const findings = examineVariables(readValues({ ...GOOD, JIRA_SITE: misplaced }, 'no-such-file'));
    expect(findings.find(({ variable }) => variable === 'JIRA_SITE')?.state).toBe('wrong');
    expect(JSON.stringify(findings)).not.toContain('Zq9Zq9');
    expect(redact(misplaced)).not.toContain('Zq9Zq9');
  });

  it('finds nothing wrong with valid settings', () => {
    const findings = examineVariables(readValues(GOOD, 'no-such-file'));
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
    ['the same email twice', 'JIRA_OTHER_EMAIL', { JIRA_OTHER_EMAIL: 'OWNER@example.com' }, 'wrong'],
    [
      'a checksum that does not fit',
      'JIRA_EXPIRED_TOKEN',
      { JIRA_EXPIRED_TOKEN: syntheticToken('expired').replace('real', 'rea1') },
      'hint',
    ],
    [
      'a truncated token',
      'JIRA_API_TOKEN',
      { JIRA_API_TOKEN: syntheticToken('valid').slice(0, 150) },
      'hint',
    ],
    ['a key instead of a token', 'JIRA_API_TOKEN', { JIRA_API_TOKEN: syntheticToken('x', 'admin') }, 'hint'],
    ['a site with a password in it', 'JIRA_SITE', { JIRA_SITE: 'https://a:b@acme.atlassian.net' }, 'wrong'],
    ['a site with a path', 'JIRA_SITE', { JIRA_SITE: 'https://acme.atlassian.net/jira' }, 'wrong'],
    [
      "a service account's token in a variable for the site",
      'JIRA_API_TOKEN',
      { JIRA_API_TOKEN: `ATSTT3${syntheticToken('service').slice(6)}` },
      'hint',
    ],
    [
      "a service account's token in a variable for the gateway",
      'JIRA_SCOPED_TOKEN',
      { JIRA_SCOPED_TOKEN: `ATSTT3${syntheticToken('service').slice(6)}` },
      'set',
    ],
    ['an optional variable that is not set', 'JIRA_CLOUD_ID', {}, 'not set'],
    ['a required variable that is not set', 'JIRA_EMAIL', { JIRA_EMAIL: '' }, 'wrong'],
  ])('recognises %s', (_, name, changed, state) => {
    expect(stateOf(name, changed)).toBe(state);
  });
});
