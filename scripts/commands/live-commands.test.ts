import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { forgetSecrets } from '../../src/evidence/redaction.ts';
import { fastClock } from '../../src/run/live/live.fixture.ts';
import { environmentFor } from '../../src/stand-in/environment.ts';
import { openStandIn, type StandIn } from '../../src/stand-in/stand-in.ts';
import type { MakeCommand } from '../main.ts';
import { checkCommand } from './check.ts';
import { callCommand, type Called } from './commands.fixture.ts';
import { doctorCommand } from './doctor.ts';
import { recordCommand } from './record.ts';

let site: StandIn;
let folder: string;

beforeEach(async () => {
  site = await openStandIn();
  folder = mkdtempSync(join(tmpdir(), 'live-commands-'));
  // Runs are kept below the current folder.
  process.chdir(folder);
});

afterEach(async () => {
  await site.close();
  forgetSecrets();
  process.chdir(import.meta.dirname);
  rmSync(folder, { recursive: true });
});

const FAST = ['--settings', 'no-such-file', '--confirm-after', '0'];

const call = (
  command: MakeCommand,
  args: readonly string[],
  changed: Record<string, string> = {},
): Promise<Called> =>
  callCommand(command, [...args, ...FAST], {
    env: { ...environmentFor(site.origin), ...changed },
    clock: fastClock(),
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
    expect(site.requests.length).toBeLessThan(15);
  });

  it('names the operations that are deprecated', async () => {
    const { out } = await call(doctorCommand, ['--offline', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      deprecated: [{ operation: 'GET /rest/api/3/project' }, { operation: 'GET /rest/api/3/priority' }],
    });
  });

  it('sees a token without the scope that no longer works at all', async () => {
    site.revoke(SYNTHETIC_IDENTITY.underScopedToken);
    const { code, out } = await call(doctorCommand, ['--format', 'json']);
    expect(code).toBe(1);
    expect(stateOf(out, 'gateway-scope-missing')).toBe('otherwise');
  });

  it('asks nobody where it is told so', async () => {
    expect((await call(doctorCommand, ['--offline'])).code).toBe(0);
    expect(site.requests).toEqual([]);
  });

  it('sees a revoked token that still works', async () => {
    // As if the user had put a working token there: the stand-in takes it for the account's own.
    await site.close();
    const identity = {
      ...SYNTHETIC_IDENTITY,
      apiToken: SYNTHETIC_IDENTITY.revokedToken,
      revokedToken: 'none',
    };
    site = await openStandIn({ identity });
    const own = {
      JIRA_API_TOKEN: SYNTHETIC_IDENTITY.revokedToken,
      JIRA_REVOKED_TOKEN: SYNTHETIC_IDENTITY.revokedToken,
    };
    expect((await call(doctorCommand, [], own)).code).toBe(2);
    expect(site.requests).toEqual([]);
  });

  it('sees an expired token that has not expired', async () => {
    await site.close();
    const identity = { ...SYNTHETIC_IDENTITY, expiredToken: 'none' };
    site = await openStandIn({ identity });
    // A second working token of the same account.
    site.revoke('none');
    const { code, out } = await call(doctorCommand, ['--format', 'json']);
    expect(code).toBe(0);
    expect(stateOf(out, 'expired')).toBe('as claimed');
  });

  it('says what to do about each variable that is not set', async () => {
    const { code, out } = await call(doctorCommand, ['--offline'], {
      JIRA_REVOKED_TOKEN: '',
      JIRA_CLOUD_ID: '',
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^– JIRA_REVOKED_TOKEN/m);
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes('https://'))).toEqual([]);
  });

  it('ends with 3, and one sentence, where the site cannot be asked', async () => {
    site.inject({ kind: 'reset' });
    const { code, out } = await call(doctorCommand, []);
    expect(code).toBe(3);
    expect(out).toContain(site.origin);
    expect(out).not.toMatch(/^\s+at /m);
  });
});

describe('record', () => {
  it('keeps a set that reads back, and says that it is not Jira', async () => {
    const { code } = await call(recordCommand, ['mine', '--into', folder, '--core']);
    expect(code).toBe(0);
    const { info, exchanges } = readRecordings('mine', folder);
    expect(info.origin).toBe('stand-in');
    expect(exchanges.length).toBeGreaterThan(150);
  });

  it('leaves the old set whole where the new one does not come to its end', async () => {
    await call(recordCommand, ['mine', '--into', folder, '--core']);
    const before = readdirSync(join(folder, 'mine')).map((name) =>
      readFileSync(join(folder, 'mine', name), 'utf8'),
    );
    const { code } = await call(recordCommand, ['mine', '--into', folder, '--core', '--max-requests', '20']);
    expect(code).toBe(3);
    const after = readdirSync(join(folder, 'mine')).map((name) =>
      readFileSync(join(folder, 'mine', name), 'utf8'),
    );
    expect(after).toEqual(before);
  });

  it.each([['public-2026-09'], ['../escape'], ['Mine']])(
    'refuses the name %s before it asks',
    async (name) => {
      const { code } = await call(recordCommand, [name]);
      expect(code).toBe(2);
      expect(site.requests).toEqual([]);
    },
  );
});

describe('check --live', () => {
  it.each([
    [
      'no settings at all',
      ['--live'],
      { JIRA_SITE: '', JIRA_EMAIL: '', JIRA_API_TOKEN: '' },
      2,
      'JIRA_API_TOKEN',
    ],
    ['a placeholder', ['--live'], { JIRA_SITE: 'https://your-site.atlassian.net' }, 2, 'JIRA_SITE'],
    ['a foreign host', ['--live'], { JIRA_SITE: 'https://jira.evil.example' }, 2, 'jira.evil.example'],
    ['a refused connection', ['--live'], { JIRA_SITE: 'http://127.0.0.1:1' }, 3, '127.0.0.1:1'],
    ['recordings as well', ['--live', 'public-2026-09'], {}, 2, 'public-2026-09'],
    ['no number', ['--live', '--max-requests', 'many'], {}, 2, 'many'],
    ['an unknown baseline', ['--live', '--baseline', 'public-1999'], {}, 2, 'public-1999'],
  ])('tells of %s', async (_, args, changed, code, word) => {
    const ended = await call(checkCommand, args, changed);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(word);
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(site.requests).toEqual([]);
  });

  it('tells of a .env that cannot be read', async () => {
    const file = join(folder, '.env');
    writeFileSync(file, '');
    const { code, err } = await call(checkCommand, ['--live'], { JIRA_SITE: '', JIRA_EMAIL: '' });
    expect(code).toBe(2);
    expect(err).not.toMatch(/^\s+at /m);
    expect(existsSync(file)).toBe(true);
  });
});
