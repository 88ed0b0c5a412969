import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../../src/contract/identity.ts';
import { environmentFor } from '../../src/config/stand-in-environment.ts';
import { openStandIn } from '../../src/stand-in/stand-in.ts';
import type { Streams } from '../../src/workflows/session.ts';
import { type Called } from './commands.fixture.ts';
import { parseTime } from '../../src/revocation/parse-time.ts';
import { useFolder } from '../temporary-project.fixture.ts';
import { watchRevocationCommand } from './watch-revocation.ts';

const MINUTE = 60_000;

const project = useFolder(({ now }) => ({ now }));

const watch = (args: readonly string[], changed: Partial<Streams> = {}): Promise<Called> =>
  project.call(watchRevocationCommand, [...args, '--settings', devNull], {
    clock: project.clock,
    ...changed,
  });

const revoke = (after: number): void => project.site.revoke(SYNTHETIC_IDENTITY.watchedToken, after);

const journals = (): string[] => readdirSync(join(project.path, 'reports', 'revocations'));

describe('watch-revocation', () => {
  it('leads a person through it: works, revoke it now, done', async () => {
    const asked: string[] = [];
    const ask = async (question: string): Promise<string> => {
      asked.push(question);
      if (asked.length === 2) revoke(4 * MINUTE);
      await project.clock.sleep(7000, new AbortController().signal);
      return 'yes';
    };
    const { code, out, err } = await watch(['--format', 'json'], { ask });
    expect(asked).toHaveLength(2);
    const { measurement } = JSON.parse(out) as {
      measurement: Record<string, { least: number; most: number }>;
    };
    // Asked right before and right after: the event is known to seven seconds.
    expect((measurement['event']?.most ?? 0) - (measurement['event']?.least ?? 0)).toBe(7000);
    expect(measurement['delay']?.least).toBeLessThanOrEqual(4 * MINUTE);
    expect(measurement['delay']?.most).toBeGreaterThanOrEqual(4 * MINUTE);
    expect(measurement).toMatchObject({ verdict: 'within', ending: 'settled', exitCode: 1 });
    expect(code).toBe(1);
    expect(err).toContain('ignored');
    expect(journals()).toHaveLength(1);
  });

  it('asks nothing with --yes and a time, and stores all measurements', async () => {
    revoke(0);
    for (const _ of [1, 2]) {
      const args = ['--yes', '--revoked-at', 'now'];
      await project.clock.sleep(MINUTE, new AbortController().signal);
      // Revoked once: the second time it is dead from the start.
      await watch(args);
    }
    expect((await watch(['--list'])).code).toBe(2);
    const other = await openStandIn({ now: project.clock.now });
    other.revoke(SYNTHETIC_IDENTITY.watchedToken, 2 * MINUTE);
    const first = await watch(['--yes', '--revoked-at', 'now'], { env: environmentFor(other.origin) });
    expect(first.code).toBe(1);
    await other.close();
    const { code, out } = await watch(['--list']);
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.includes('settled'))).toHaveLength(1);
  });

  it('prints each answer with --verbose, and only the result with --quiet', async () => {
    const args = ['--yes', '--revoked-at', 'now'];
    revoke(2 * MINUTE);
    const loud = await watch([...args, '--verbose']);
    const answers = [...loud.err.matchAll(/^\d\d:\d\d:\d\d (?:watched|control) /gm)];
    // Every answer is a line in the journal, besides its first and the event and the end.
    const [name = ''] = journals();
    const lines = readFileSync(join(project.path, 'reports', 'revocations', name), 'utf8');
    expect(answers).toHaveLength([...lines.matchAll(/"kind":"probe"/g)].length);
    await project.reopen({ now: project.clock.now });
    revoke(2 * MINUTE);
    const quiet = await watch([...args, '--quiet']);
    expect(quiet).toMatchObject({ code: loud.code, err: '' });
    expect(quiet.out.trimEnd().split('\n')).toHaveLength(1);
    const list = await watch(['--list', '--quiet']);
    expect(list.out.trimEnd().split('\n')).toHaveLength(2);
  });

  it('resumes a watch that was interrupted, or whose process died while writing', async () => {
    revoke(8 * MINUTE);
    const stop = new AbortController();
    const interrupted = (): AbortSignal => stop.signal;
    const sleep: typeof project.clock.sleep = async (ms, signal) => {
      await project.clock.sleep(ms, signal);
      if (project.site.requests.length > 40) stop.abort();
    };
    const cut = await watch(['--yes', '--revoked-at', 'now'], {
      interrupted,
      clock: { ...project.clock, sleep },
    });
    expect(cut.code).toBe(3);
    const [name = ''] = journals();
    const path = join(project.path, 'reports', 'revocations', name);
    const before = readFileSync(path, 'utf8');
    appendFileSync(path, '{"kind":"probe","who":"wat');
    const { code, out } = await watch(['--resume', '--format', 'json']);
    expect(code).toBe(1);
    expect(readFileSync(path, 'utf8').startsWith(before)).toBe(true);
    const { measurement } = JSON.parse(out) as { measurement: { delay: { least: number; most: number } } };
    expect(measurement.delay.least).toBeLessThanOrEqual(8 * MINUTE);
    expect(measurement.delay.most).toBeGreaterThanOrEqual(8 * MINUTE);
    expect((await watch(['--resume'])).code).toBe(2);
  });

  it('watches an Admin API key', async () => {
    project.site.revoke(SYNTHETIC_IDENTITY.watchedAdminKey, 5 * MINUTE);
    const { code, out } = await watch(['--yes', '--revoked-at', 'now', '--credential', 'admin-key']);
    expect(code).toBe(0);
    expect(out).not.toContain('project/search');
  });

  it('waits for a moment of expiry, and hardly asks before it', async () => {
    revoke(10 * MINUTE);
    const at = new Date(project.clock.now() + 10 * MINUTE).toISOString();
    const { code, out } = await watch(['--yes', '--expires-at', at, '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ measurement: { cause: 'expired', verdict: 'within' } });
  });

  it.each([
    ['no person and no time', [], 2, '--revoked-at'],
    ['two times', ['--revoked-at', 'now', '--expires-at', '12:00'], 2, '--expires-at'],
    ['an invalid time', ['--yes', '--revoked-at', 'yesterday'], 2, 'yesterday'],
    ['a time to come', ['--yes', '--revoked-at', '2099-01-01T00:00:00Z'], 2, '2099'],
    ['an operation that no table has', ['--operation', '/rest/api/3/nothing'], 2, 'operation'],
    ['nothing to resume', ['--resume'], 2, 'cut off'],
    ['no measurement to list', ['--list'], 2, 'reports'],
    ['a budget too small', ['--max-requests', '3'], 2, '--max-requests'],
  ])('reports %s', async (_, args, code, word) => {
    const ended = await watch(args);
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).toContain(word);
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(project.site.requests).toEqual([]);
  });

  it.each([
    ['no watched token', { JIRA_WATCHED_TOKEN: '' }, 2],
    ['a site that is not there', { JIRA_SITE: 'http://127.0.0.1:1' }, 3],
    [
      'a control that does not work',
      { JIRA_API_TOKEN: SYNTHETIC_IDENTITY.revokedToken, JIRA_REVOKED_TOKEN: '' },
      3,
    ],
    [
      'a token that is dead from the start',
      { JIRA_WATCHED_TOKEN: SYNTHETIC_IDENTITY.expiredToken, JIRA_EXPIRED_TOKEN: '' },
      3,
    ],
    ['the control token as the watched one', { JIRA_WATCHED_TOKEN: SYNTHETIC_IDENTITY.apiToken }, 2],
    ['the control key as the watched one', { JIRA_WATCHED_ADMIN_API_KEY: SYNTHETIC_IDENTITY.adminKey }, 2],
    ['no control beside it', { JIRA_API_TOKEN: '', JIRA_SCOPED_EMAIL: 'owner@example.com' }, 2],
    ['a slip in a token that is not watched', { JIRA_REVOKED_TOKEN: SYNTHETIC_IDENTITY.apiToken }, 2],
    ['a day that does not exist', { JIRA_API_TOKEN_EXPIRES: '2026-02-30' }, 2],
  ])('reports %s, and stores nothing', async (_, changed, code) => {
    const env = { ...environmentFor(project.site.origin), ...changed };
    const ended = await watch(['--yes', '--revoked-at', 'now'], { env });
    expect(ended).toMatchObject({ code, out: '' });
    expect(ended.err).not.toMatch(/^\s+at |AT[AC]TT3/m);
    expect(readdirSync(project.path)).toEqual([]);
  });
});

describe('a moment', () => {
  const now = new Date(2026, 10, 25, 15, 0, 0).getTime();

  it.each([
    ['now', 0],
    ['14:05', MINUTE],
    ['14:05:30', 1000],
    ['2026-11-25T14:05:30Z', 1000],
    ['2026-11-25T14:05Z', MINUTE],
    ['2026-11-25T14:05:30.250+01:00', 0],
  ])('is as precise as it was written: %s', (value, width) => {
    const { least, most } = parseTime('--revoked-at', value, now);
    expect(most - least).toBe(width);
  });

  it.each(['', '25:00', '14:60', '2026-11-25', '2026-11-25T14:05', 'soon'])('is not %s', (value) => {
    expect(() => parseTime('--revoked-at', value, now)).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});
