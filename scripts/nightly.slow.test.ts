import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull, hostname } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { SYNTHETIC_IDENTITY } from '../src/contract/identity.ts';
import { takeLock } from '../src/storage/lock.ts';
import { readHistory } from '../src/history/history.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { openStandIn, type StandInFault } from '../src/stand-in/stand-in.ts';
import { readSarif, sarifFaults } from '../src/report/validators.fixture.ts';
import { callCommand, type Called } from './commands/commands.fixture.ts';
import { useFolder } from './temporary-project.fixture.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { acknowledgeCommand } from './commands/acknowledge.ts';

const DAY = 86_400_000;

const project = useFolder();

const nextNight = (): Promise<void> => project.clock.sleep(DAY, new AbortController().signal);

const FAST = ['--core', '--settings', devNull, '--no-doctor'];

const nightly = (
  args: readonly string[] = [],
  env: Record<string, string> = environmentFor(project.site.origin),
): Promise<Called> => project.call(nightlyCommand, [...args, ...FAST], { env, clock: project.clock });

interface NightDocument {
  readonly sites: readonly {
    readonly site: string;
    readonly exitCode: number;
    readonly news: string[];
    readonly silence: { readonly nights: number; readonly says: string };
    readonly notes: string[];
    readonly next: string[];
    readonly run: string | null;
  }[];
  readonly across: readonly { readonly verdict: string; readonly on: string[]; readonly rule: string }[];
}

const documentOf = ({ out }: Called): NightDocument => JSON.parse(out) as NightDocument;

const prefixed = (prefix: string, env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [prefix + name, value]));

/** Returns the day that is a number of milliseconds from now. */
const day = (ms: number): string => new Date(project.clock.now() + ms).toISOString().slice(0, 10);

/** A guard that opens for a dead token, on one path. */
const opened = (path: string): StandInFault => ({
  kind: 'odd',
  status: 200,
  when: (seen) => seen.path.endsWith(path) && seen.state === 'dead',
});

const REPORTS = ['report.html', 'report.md', 'summary.txt', 'history.html', 'metrics.prom'];

/** A night whose run is the baseline of the next ones. */
async function firstNight(): Promise<string> {
  const ended = await nightly(['--format', 'json']);
  expect(ended.code).toBe(0);
  await nextNight();
  return documentOf(ended).sites[0]?.run ?? '';
}

describe('a night', { timeout: 60_000 }, () => {
  it('on which nothing is new ends with 0, a line in the history, and reports under names that stay', async () => {
    const { code, out } = await nightly();
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeLessThan(10);
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
    for (const name of [...REPORTS, 'report.sarif', 'report.junit.xml', 'run.json']) {
      expect(readFileSync(join('reports', 'nightly', name), 'utf8').length).toBeGreaterThan(20);
    }
    expect(readHistory()).toMatchObject([{ outcome: 'kept', origin: 'stand-in', news: 0 }]);
  });

  it('fails on a new finding, in one screen, and no longer once it is acknowledged', async () => {
    const baseline = await firstNight();
    // One guard opens: the label list runs for a dead token.
    project.site.inject(opened('/label'));
    const args = ['--baseline', baseline, '--acknowledged', 'known.json', '--format', 'json'];
    writeFileSync('known.json', '[]');
    const second = await nightly(args);
    expect(second.code).toBe(1);
    const [night] = documentOf(second).sites;
    expect(night?.news.length).toBeGreaterThan(0);
    expect(night?.news.every((one) => one.includes('label'))).toBe(true);
    const [, changed] = readHistory();
    expect([changed?.outcome, changed?.figures?.undecided]).toEqual(['changed', 0]);
    expect(changed?.figures?.asked).toBeGreaterThan(50);
    // The metrics say at which level, and that this is not Jira.
    expect(readFileSync('reports/nightly/metrics.prom', 'utf8')).toMatch(
      /new_changes\{[^}]*origin="stand-in",level="critical"\} [1-9]/,
    );
    const text = await nightly(args.slice(0, -2));
    expect(text.out.split('\n').length).toBeLessThan(24);
    const fingerprints = night?.news.flatMap((one) => /, ([0-9a-f]{8})\)$/.exec(one)?.[1] ?? []) ?? [];
    const head = night?.run ?? '';
    for (const one of fingerprints) {
      const known = ['--base', baseline, '--head', head, '--file', 'known.json'];
      const why = ['--reason', 'known', '--link', 'https://jira.atlassian.com/browse/JRACLOUD-93811'];
      expect(await callCommand(acknowledgeCommand, [one, ...known, ...why])).toMatchObject({ code: 0 });
    }
    await nextNight();
    const third = await nightly(args);
    // The rows that the change breaks are known with it.
    expect(third.code).toBe(0);
    expect(documentOf(third).sites[0]?.news).toEqual([]);
    expect(readFileSync('reports/nightly/report.md', 'utf8')).toContain('known');
  });

  it('that is inconclusive is reported, and more prominently from night to night', async () => {
    await firstNight();
    project.site.inject({ kind: 'status', status: 503 });
    const lengths: number[] = [];
    for (const nights of [1, 2, 3]) {
      const ended = await nightly(['--format', 'json']);
      expect(ended.code).toBe(3);
      const [night] = documentOf(ended).sites;
      expect(night?.silence.nights).toBe(nights);
      lengths.push(night?.silence.says.length ?? 0);
      expect(readFileSync('reports/nightly/report.html', 'utf8')).toContain('not concluded');
      // Neither code scanning nor a test page takes it for health.
      const sarif = readFileSync('reports/nightly/report.sarif', 'utf8');
      expect(sarifFaults(JSON.parse(sarif))).toEqual([]);
      expect(sarif).toContain('"executionSuccessful": false');
      expect(sarif).not.toContain('"results"');
      expect(readFileSync('reports/nightly/report.junit.xml', 'utf8')).toMatch(/errors="1"[^]*<error /);
      await nextNight();
    }
    expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
    expect(new Set(lengths).size).toBe(3);
    // What GitHub shows is an error.
    expect((await nightly(['--format', 'github'])).out).toMatch(/^::error /);
  });

  it('with wrong settings ends with 2, names them, and shows no secret', async () => {
    const token = SYNTHETIC_IDENTITY.apiToken;
    const env = { ...environmentFor(project.site.origin), JIRA_API_TOKEN: `"${token}"` };
    const { code, out, err } = await nightly([], env);
    expect(code).toBe(2);
    expect(out).toContain('JIRA_API_TOKEN');
    const written = readdirSync('reports', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(`${out}${err}${written.join('')}`).not.toContain(token.slice(0, 40));
    expect(readHistory()).toMatchObject([{ outcome: 'misconfigured' }]);
  });

  it('fails on a broken row, and no longer once that row is acknowledged', async () => {
    project.site.inject(opened('/myself'));
    writeFileSync('known.json', '[]');
    const args = ['--acknowledged', 'known.json', '--format', 'json'];
    const first = await nightly(args);
    expect(first.code).toBe(1);
    const [night] = documentOf(first).sites;
    const why = ['--reason', 'known', '--link', 'https://jira.atlassian.com/browse/JRACLOUD-93811'];
    for (const one of night?.news.flatMap((line) => /, ([0-9a-f]{8})\)$/.exec(line)?.[1] ?? []) ?? []) {
      const known = [one, '--head', night?.run ?? '', '--file', 'known.json', ...why];
      expect(await callCommand(acknowledgeCommand, known)).toMatchObject({ code: 0 });
    }
    await nextNight();
    expect((await nightly(args)).code).toBe(0);
  });

  it('warns of the expiry of its own token, and says if that was the reason', async () => {
    const env = environmentFor(project.site.origin);
    const soon = await nightly([], { ...env, JIRA_API_TOKEN_EXPIRES: day(5 * DAY) });
    expect(soon.code).toBe(0);
    expect(readFileSync('reports/nightly/summary.txt', 'utf8')).toContain(day(5 * DAY));
    project.site.revoke(SYNTHETIC_IDENTITY.apiToken);
    const over = await nightly([], { ...env, JIRA_API_TOKEN_EXPIRES: day(-5 * DAY) });
    expect(over.code).toBe(3);
    expect(over.out).toContain(day(-5 * DAY));
  });

  it('reports credentials that the doctor finds not as claimed', async () => {
    const { watchedToken } = SYNTHETIC_IDENTITY;
    const env = {
      ...environmentFor(project.site.origin),
      JIRA_REVOKED_TOKEN: watchedToken,
      JIRA_WATCHED_TOKEN: '',
    };
    const args = ['--format', 'json', '--core', '--settings', devNull];
    const ended = await callCommand(nightlyCommand, args, { env, clock: project.clock });
    expect(documentOf(ended).sites[0]?.notes.join()).toContain('revoked');
  });

  it('is not compared with the baseline of another site', async () => {
    await firstNight();
    const env = { ...environmentFor('http://127.0.0.1:1') };
    expect((await nightly([], env)).code).toBe(3);
    expect(readHistory().map(({ site: name }) => name)).toEqual([project.site.origin, 'http://127.0.0.1:1']);
  });

  it('ends with 3 if its evidence is older than --max-age', async () => {
    const baseline = await firstNight();
    await project.clock.sleep(40 * DAY, new AbortController().signal);
    expect((await nightly(['--baseline', baseline, '--max-age', '60'])).code).toBe(0);
    expect((await nightly(['--baseline', baseline, '--max-age', '30'])).code).toBe(3);
  });
});

/** Returns what a night prints on a terminal, or into a pipe. */
const onTerminal = async (columns: number, isTTY: boolean): Promise<string> => {
  const out: string[] = [];
  writeFileSync('known.json', '[]');
  project.site.become('wanted');
  await callCommand(nightlyCommand, [...FAST, '--acknowledged', 'known.json'], {
    env: environmentFor(project.site.origin),
    clock: project.clock,
    stdout: { write: (text: string) => out.push(text), isTTY, columns },
  });
  await nextNight();
  return out.join('');
};

describe('a night on a terminal', { timeout: 60_000 }, () => {
  it('folds at its width, has colour, and takes one line for each rule', async () => {
    const wide = await onTerminal(160, true);
    expect(wide).toContain('\u001B[');
    expect(wide.split('\n').filter((line) => line.includes('wanted-fixed'))).toHaveLength(1);
    expect(wide).toMatch(/wanted-fixed × \d+:/);
    const narrow = stripVTControlCharacters(await onTerminal(60, true)).split('\n');
    expect(narrow.filter((line) => line.length > 60)).toEqual([]);
    expect(narrow.length).toBeGreaterThan(wide.split('\n').length);
    expect(await onTerminal(80, false)).not.toContain('\u001B');
  });
});

describe('two nights at once', { timeout: 60_000 }, () => {
  const lock = join('reports', 'nightly.lock');

  const hold = (pid: number, host = hostname()): void => {
    mkdirSync('reports', { recursive: true });
    writeFileSync(lock, JSON.stringify({ pid, host, since: '2026-11-24T02:59:00.000Z' }));
  };

  it('exclude each other: the second names the first, and changes nothing', async () => {
    const release = takeLock(lock, project.clock.now());
    const before = readFileSync(lock, 'utf8');
    const { code, out, err } = await nightly();
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(String(process.pid));
    expect(readFileSync(lock, 'utf8')).toBe(before);
    expect(project.site.requests).toEqual([]);
    release();
  });

  it.each([
    ['of a dead process', () => hold(2 ** 22 - 1)],
    ['of a dead process whose number another one has by now', () => hold(process.pid)],
    ['of another machine, long ago', () => hold(1, 'another-machine')],
    ['that was cut off', () => writeFileSync(lock, '{"pid"')],
  ])('a lock %s is taken over, and given back', async (_, leave) => {
    hold(1);
    leave();
    await project.clock.sleep(DAY, new AbortController().signal);
    expect((await nightly()).code).toBe(0);
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a history', { timeout: 60_000 }, () => {
  it('that ends in the future means that the clock was set back: nothing is asked, nothing lost', async () => {
    await firstNight();
    const before = readFileSync('reports/history.jsonl', 'utf8');
    const back = { ...project.clock, now: () => project.clock.now() - 10 * DAY };
    const env = environmentFor(project.site.origin);
    const asked = project.site.requests.length;
    const { code, err } = await callCommand(nightlyCommand, FAST, { env, clock: back });
    expect(code).toBe(3);
    expect(err).not.toMatch(/^\s+at /m);
    expect(readFileSync('reports/history.jsonl', 'utf8')).toBe(before);
    expect(project.site.requests).toHaveLength(asked);
  });

  it('that is not a history, or cannot be written, is reported in one sentence', async () => {
    writeFileSync('broken.jsonl', 'no json\n');
    const broken = await nightly(['--history', 'broken.jsonl']);
    expect(broken).toMatchObject({ code: 2, out: '' });
    expect(broken.err).toContain('broken.jsonl');
    writeFileSync('file', '');
    const nowhere = await nightly(['--history', 'file/history.jsonl']);
    expect(nowhere).toMatchObject({ code: 2, out: '' });
  });
});

describe('several sites', { timeout: 60_000 }, () => {
  it('are asked each with its own variables; one that fails does not stop the others', async () => {
    const other = await openStandIn();
    writeFileSync(
      'sites.json',
      JSON.stringify([{ name: 'gone' }, { name: 'acme' }, { name: 'beta', prefix: 'B_' }]),
    );
    const env = {
      ...prefixed('GONE_', environmentFor('http://127.0.0.1:1')),
      ...prefixed('ACME_', environmentFor(project.site.origin)),
      ...prefixed('B_', environmentFor(other.origin)),
      // Of no listed site: it must not be used.
      ...environmentFor('http://127.0.0.1:2'),
    };
    const ended = await nightly(['--format', 'json'], env);
    expect(ended.code).toBe(3);
    expect(documentOf(ended).sites.map(({ site: name, exitCode }) => [name, exitCode])).toEqual([
      ['gone', 3],
      ['acme', 0],
      ['beta', 0],
    ]);
    expect(readHistory().map(({ site: name }) => name)).toEqual(['gone', 'acme', 'beta']);
    for (const name of ['gone', 'acme', 'beta']) {
      expect(existsSync(join('reports', 'nightly', name, 'report.html'))).toBe(true);
    }
    const one = await nightly(['--format', 'json', '--site', 'beta'], env);
    expect(documentOf(one).sites.map(({ site: name }) => name)).toEqual(['beta']);
    await other.close();
  });

  it.each([
    ['acme and beta', []],
    ['numbers, if they are anonymised', ['--anonymise']],
  ])('stay apart in code scanning and on a test page, as %s', async (_, args) => {
    const other = await openStandIn();
    writeFileSync('sites.json', JSON.stringify([{ name: 'acme' }, { name: 'beta' }]));
    const env = {
      ...prefixed('ACME_', environmentFor(project.site.origin)),
      ...prefixed('BETA_', environmentFor(other.origin)),
    };
    const { sites } = documentOf(await nightly(['--format', 'json', ...args], env));
    await other.close();
    const reports = sites.map(({ site: name }) => {
      const of = (file: string): string => readFileSync(join('reports', 'nightly', name, file), 'utf8');
      const [, suite] = /<testsuite name="([^"]*)"/.exec(of('report.junit.xml')) ?? [];
      return { name, category: readSarif(of('report.sarif')).automationId, suite };
    });
    expect(reports).toEqual(
      reports.map(({ name }) => ({
        name,
        category: `jira-token-contract/${name}/`,
        suite: expect.stringMatching(new RegExp(`^${name}\\.`)) as string,
      })),
    );
    expect(new Set(reports.map(({ name }) => name)).size).toBe(2);
    expect(reports.some(({ name }) => name === 'acme')).toBe(args.length === 0);
  });

  it('continue if one ends with an unexpected error, which is in its line', async () => {
    writeFileSync('sites.json', JSON.stringify([{ name: 'odd' }, { name: 'acme' }]));
    const env = prefixed('ACME_', environmentFor(project.site.origin));
    // No variable is like that: it stands for whatever this tool did not think of.
    const odd = {
      toString: () => {
        throw new TypeError('an unexpected error');
      },
    };
    Object.assign(env, { ODD_JIRA_SITE: odd });
    const ended = await nightly(['--format', 'json'], env);
    expect(documentOf(ended).sites.map(({ site: name, exitCode }) => [name, exitCode])).toEqual([
      ['odd', 3],
      ['acme', 0],
    ]);
    expect(ended.code).toBe(3);
    expect(readHistory()).toMatchObject([
      {
        site: 'odd',
        outcome: 'inconclusive',
        reason: expect.any(String) as string,
      },
      { site: 'acme', outcome: 'kept' },
    ]);
    expect(existsSync(join('reports', 'nightly', 'odd', 'report.junit.xml'))).toBe(true);
  });

  it('distinguish a change everywhere from a change on one of them', async () => {
    const other = await openStandIn();
    const env = {
      ...prefixed('ACME_', environmentFor(project.site.origin)),
      ...prefixed('BETA_', environmentFor(other.origin)),
    };
    const names = ['--site', 'acme', '--site', 'beta'];
    const first = await nightly([...names, '--format', 'json'], env);
    const baseline = documentOf(first).sites[0]?.run ?? '';
    await nextNight();
    for (const one of [project.site, other]) one.inject(opened('/label'));
    other.inject(opened('/board'));
    writeFileSync('known.json', '[]');
    const args = [...names, '--baseline', baseline, '--acknowledged', 'known.json', '--format', 'json'];
    const second = await nightly(args, env);
    expect(second.code).toBe(1);
    // A command for each site, which names it; after all of them the next night is green.
    const next = documentOf(second).sites.map((one) => one.next);
    expect(next.map((own, i) => own.every((one) => one.includes(`--site ${['acme', 'beta'][i]}`)))).toEqual([
      true,
      true,
    ]);
    for (const one of next.flat()) {
      expect(readFileSync('reports/nightly/report.md', 'utf8')).toContain(one);
      expect(readFileSync('reports/nightly/summary.txt', 'utf8')).toContain(one);
      const words = one.split(' ').slice(4);
      expect(one).toMatch(/^npm run acknowledge -- /);
      expect(await callCommand(acknowledgeCommand, words)).toMatchObject({ code: 0 });
    }
    await nextNight();
    const third = await nightly(args, env);
    await other.close();
    expect(third.code).toBe(0);
    expect(documentOf(third).sites.map((one) => one.next)).toEqual([[], []]);
    const { across } = documentOf(second);
    expect(new Set(across.map(({ verdict }) => verdict))).toEqual(new Set(['jira', 'site']));
    expect(across.filter(({ verdict }) => verdict === 'site').every(({ on }) => on.join() === 'beta')).toBe(
      true,
    );
  });

  it.each([
    ['a name that is not in the file', ['--site', 'nobody'], '[{"name":"acme"}]'],
    ['an invalid name', ['--site', '../escape'], undefined],
    ['a file that is no list', [], '{}'],
    ['two sites of one name', [], '[{"name":"acme"},{"name":"acme"}]'],
    ['an unknown key', [], '[{"name":"acme","token":"x"}]'],
  ])('are refused for %s', async (_, args, file) => {
    if (file !== undefined) writeFileSync('sites.json', file);
    const ended = await nightly(args);
    expect(ended).toMatchObject({ code: 2, out: '' });
    expect(ended.err).not.toMatch(/^\s+at /m);
    expect(project.site.requests).toEqual([]);
  });
});
