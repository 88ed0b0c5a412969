import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { snapshotOfRecordings } from '../../src/run/snapshot.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import type { MakeCommand } from '../main.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { checkCommand } from './check.ts';
import { callCommand, type Called } from './commands.fixture.ts';
import { doctorCommand } from './doctor.ts';
import { historyCommand } from './history.ts';
import { nightlyCommand } from './nightly.ts';
import { pactVerifyCommand } from './pact-verify.ts';
import { recordCommand } from './record.ts';
import { watchRevocationCommand } from './watch-revocation.ts';

const project = useFolder();

const FAST = ['--settings', devNull, '--confirm-after', '0'];

const call = (
  command: MakeCommand,
  args: readonly string[],
  changed: Record<string, string> = {},
): Promise<Called> =>
  project.call(command, [...args, ...FAST], {
    env: { ...environmentFor(project.site.origin), ...changed },
  });

const stateOf = (out: string, credential: string): unknown =>
  (JSON.parse(out) as { credentials: { credential: string; state: string }[] }).credentials.find(
    (one) => one.credential === credential,
  )?.state;

describe('doctor', () => {
  it('finds all as it claims to be', async () => {
    const { code, out } = await call(doctorCommand, ['--format', 'json']);
    expect(code).toBe(0);
    const { credentials, plan } = JSON.parse(out) as {
      credentials: { state: string }[];
      plan: { probes: number };
    };
    expect(new Set(credentials.map(({ state }) => state))).toEqual(new Set(['as claimed']));
    expect(plan.probes).toBeGreaterThan(200);
    expect(project.site.requests.length).toBeLessThan(15);
  });

  it.each([
    ["a user's token with scopes", SYNTHETIC_IDENTITY.scopedToken, 'gateway-scoped'],
    ["a service account's token", SYNTHETIC_IDENTITY.serviceToken, 'gateway-bearer'],
  ])('is content with %s alone', async (_, token, credential) => {
    const { code, out } = await call(doctorCommand, ['--format', 'json'], {
      JIRA_EMAIL: '',
      JIRA_API_TOKEN: '',
      JIRA_SCOPED_EMAIL: SYNTHETIC_IDENTITY.scopedEmail,
      JIRA_SCOPED_TOKEN: token,
    });
    expect(code).toBe(0);
    expect(stateOf(out, credential)).toBe('as claimed');
    expect(stateOf(out, 'valid')).toBe('not provided');
  });

  it('names the operations that are deprecated', async () => {
    const { out } = await call(doctorCommand, ['--offline', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      deprecated: [{ operation: 'GET /rest/api/3/project' }, { operation: 'GET /rest/api/3/priority' }],
    });
  });

  it('sees a token without the scope that no longer works at all', async () => {
    project.site.revoke(SYNTHETIC_IDENTITY.underScopedToken);
    const { code, out } = await call(doctorCommand, ['--format', 'json']);
    expect(code).toBe(1);
    expect(stateOf(out, 'gateway-scope-missing')).toBe('otherwise');
  });

  it('sends no request with --offline', async () => {
    expect((await call(doctorCommand, ['--offline'])).code).toBe(0);
    expect(project.site.requests).toEqual([]);
  });

  it('sees a revoked token that still works', async () => {
    // As if the user had put a working token there: the stand-in takes it for the account's own.
    const identity = {
      ...SYNTHETIC_IDENTITY,
      apiToken: SYNTHETIC_IDENTITY.revokedToken,
      revokedToken: 'none',
    };
    await project.reopen({ identity });
    const own = {
      JIRA_API_TOKEN: SYNTHETIC_IDENTITY.revokedToken,
      JIRA_REVOKED_TOKEN: SYNTHETIC_IDENTITY.revokedToken,
    };
    expect((await call(doctorCommand, [], own)).code).toBe(2);
    expect(project.site.requests).toEqual([]);
  });

  it('sees an expired token that has not expired', async () => {
    const identity = { ...SYNTHETIC_IDENTITY, expiredToken: 'none' };
    await project.reopen({ identity });
    // A second working token of the same account.
    project.site.revoke('none');
    const { code, out } = await call(doctorCommand, ['--format', 'json']);
    expect(code).toBe(0);
    expect(stateOf(out, 'expired')).toBe('as claimed');
  });

  it('says what to do about each variable that is not set', async () => {
    const { code, out } = await call(doctorCommand, ['--offline', '--all'], {
      JIRA_REVOKED_TOKEN: '',
      JIRA_CLOUD_ID: '',
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^– JIRA_REVOKED_TOKEN/m);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('ends with 3, and one sentence, if the site cannot be asked', async () => {
    project.site.inject({ kind: 'reset' });
    const { code, out } = await call(doctorCommand, []);
    expect(code).toBe(3);
    expect(out).toContain(project.site.origin);
    expect(out).not.toMatch(/^\s+at /m);
  });
});

describe('record', () => {
  it('stores a set that can be read, and says that it is not Jira', async () => {
    const { code } = await call(recordCommand, ['mine', '--into', project.path, '--core']);
    expect(code).toBe(0);
    const { info, exchanges } = readRecordings('mine', project.path);
    expect(info.origin).toBe('stand-in');
    expect(exchanges.length).toBeGreaterThan(150);
  });

  it('stores the answers of the gateway if there is no token for the site', async () => {
    const only = { JIRA_EMAIL: '', JIRA_API_TOKEN: '', JIRA_SCOPED_TOKEN: SYNTHETIC_IDENTITY.serviceToken };
    const { code } = await call(recordCommand, ['mine', '--into', project.path], only);
    expect(code).toBe(0);
    const credentials = readRecordings('mine', project.path).exchanges.map((one) => one.credential);
    expect(credentials).toContain('gateway-bearer');
    expect(credentials.filter((one) => !/^(?:gateway|admin)-/.test(one))).toEqual([]);
  });

  it('leaves the old set alone if the new one is incomplete', async () => {
    await call(recordCommand, ['mine', '--into', project.path, '--core']);
    const before = readdirSync(join(project.path, 'mine')).map((name) =>
      readFileSync(join(project.path, 'mine', name), 'utf8'),
    );
    const { code } = await call(recordCommand, [
      'mine',
      '--into',
      project.path,
      '--core',
      '--max-requests',
      '20',
    ]);
    expect(code).toBe(3);
    const after = readdirSync(join(project.path, 'mine')).map((name) =>
      readFileSync(join(project.path, 'mine', name), 'utf8'),
    );
    expect(after).toEqual(before);
  });

  it('does not replace a set with weaker evidence, unless asked to', async () => {
    await call(recordCommand, ['mine', '--into', project.path]);
    const decided = (): number =>
      snapshotOfRecordings(readRecordings('mine', project.path)).answers.filter(
        ({ answer }) => answer.treatment !== 'inconclusive',
      ).length;
    const before = decided();
    const { code, out, err } = await call(recordCommand, ['mine', '--into', project.path, '--core']);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('reports');
    expect(decided()).toBe(before);
    const wanted = await call(recordCommand, ['mine', '--into', project.path, '--core', '--even-if-worse']);
    expect(wanted.code).toBe(0);
    expect(decided()).toBeLessThan(before);
  });

  it.each([['public-2026-09'], ['../escape'], ['Mine']])(
    'refuses the name %s before it asks',
    async (name) => {
      const { code } = await call(recordCommand, [name]);
      expect(code).toBe(2);
      expect(project.site.requests).toEqual([]);
    },
  );
});

describe('check --live', () => {
  it.each([
    [
      'no settings at all',
      ['--live'],
      { JIRA_SITE: '', JIRA_EMAIL: '', JIRA_API_TOKEN: '', JIRA_SCOPED_TOKEN: '' },
      2,
      'JIRA_API_TOKEN',
    ],
    ['a placeholder', ['--live'], { JIRA_SITE: 'https://your-site.atlassian.net' }, 2, 'JIRA_SITE'],
    ['a foreign host', ['--live'], { JIRA_SITE: 'https://jira.evil.example' }, 2, 'jira.evil.example'],
    ['a refused connection', ['--live'], { JIRA_SITE: 'http://127.0.0.1:1' }, 3, '127.0.0.1:1'],
    ['recordings as well', ['--live', 'public-2026-09'], {}, 2, 'public-2026-09'],
    ['no number', ['--live', '--max-requests', 'many'], {}, 2, 'many'],
    ['an unknown baseline', ['--live', '--baseline', 'public-1999'], {}, 2, 'public-1999'],
  ])('reports %s', async (_, args, changed, code, word) => {
    const ended = await call(checkCommand, args, changed);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(word);
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(project.site.requests).toEqual([]);
  });

  it.each([
    ['--settings', checkCommand, ['--live']],
    ['--sites', checkCommand, ['--live']],
    ['--acknowledged', checkCommand, ['--live']],
    ['--settings', doctorCommand, []],
    ['--sites', doctorCommand, []],
    ['--settings', recordCommand, ['mine']],
    ['--settings', pactVerifyCommand, ['--live']],
    ['--settings', watchRevocationCommand, []],
    ['--settings', nightlyCommand, []],
    ['--sites', nightlyCommand, []],
    ['--acknowledged', nightlyCommand, []],
    ['--history', historyCommand, []],
  ] as const)('refuses %s with a file that is not there', async (option, command, args) => {
    const missing = join(project.path, 'not-there');
    const { code, out, err } = await callCommand(command, [...args, option, missing], {
      env: environmentFor(project.site.origin),
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(missing);
    expect(project.site.requests).toEqual([]);
  });

  it.each([
    [
      'a revoked token that is the control',
      { JIRA_REVOKED_TOKEN: SYNTHETIC_IDENTITY.apiToken },
      'JIRA_REVOKED_TOKEN',
    ],
    ['an own email as the other', { JIRA_OTHER_EMAIL: SYNTHETIC_IDENTITY.email }, 'JIRA_OTHER_EMAIL'],
    ['a day that does not exist', { JIRA_SCOPED_TOKEN_EXPIRES: '2026-02-30' }, 'JIRA_SCOPED_TOKEN_EXPIRES'],
    ['a site that is the gateway', { JIRA_SITE: 'https://api.atlassian.com' }, 'JIRA_SITE'],
  ])('lets no command ask with %s', async (_, changed, name) => {
    const commands = [
      [checkCommand, '--live'],
      [recordCommand, 'mine'],
      [pactVerifyCommand, '--live'],
      [nightlyCommand, '--no-doctor'],
    ] as const;
    for (const [command, arg] of commands) {
      const { code, out, err } = await call(command, [arg], changed);
      expect(code).toBe(2);
      expect(out + err).toContain(name);
    }
    expect(project.site.requests).toEqual([]);
  });

  it('says which variables are not settings, and asks anyway', async () => {
    const names = { JIRA_REVOKED_TOKENS: 'x', GAMMA_JIRA_SITE: 'https://gamma.atlassian.net' };
    const { code, err } = await call(recordCommand, ['mine', '--into', project.path, '--core'], names);
    expect(code).toBe(0);
    for (const name of Object.keys(names)) expect(err).toContain(name);
    const { out } = await call(doctorCommand, ['--offline', '--format', 'json'], names);
    const { settings } = JSON.parse(out) as { settings: { variable: string; state: string }[] };
    for (const name of Object.keys(names)) {
      expect(settings).toContainEqual(expect.objectContaining({ variable: name, state: 'hint' }));
    }
  });

  it('reports a .env that cannot be read', async () => {
    const file = join(project.path, '.env');
    writeFileSync(file, '');
    const { code, err } = await call(checkCommand, ['--live'], { JIRA_SITE: '', JIRA_EMAIL: '' });
    expect(code).toBe(2);
    expect(err).not.toMatch(/^\s+at /m);
    expect(existsSync(file)).toBe(true);
  });
});
