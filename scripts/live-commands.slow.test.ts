import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useCopy } from './temporary-project.fixture.ts';
import { readRecordings } from '../src/evidence/recordings.ts';
import { writeRecordings } from '../src/evidence/write-recordings.ts';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { parseRunName } from '../src/run/run-name.ts';
import { runCli, runCommand, type Ended } from './project-copy.fixture.ts';

const project = useCopy();

const FAST = ['--settings', devNull, '--confirm-after', '0', '--core'];

const live = (script: string, ...args: string[]): Promise<Ended> => project.run([script, ...args, ...FAST]);

interface Checked {
  readonly exitCode: number;
  readonly incomplete: string | null;
  readonly summary: Record<string, number>;
  readonly run: { readonly recordings: { readonly name: string; readonly origin: string } };
}

const parse = ({ out }: Ended): Checked => JSON.parse(out) as Checked;

describe('check --live', () => {
  it('judges a site that behaves by the whole core contract', async () => {
    const ended = await live('check', '--live', '--format', 'json');
    expect(ended.code).toBe(0);
    const { summary, run } = parse(ended);
    expect(summary).toMatchObject({
      broken: 0,
      disproved: 0,
      inconclusive: 0,
      wantedFixed: 0,
      otherFailures: 0,
    });
    expect(summary['kept']).toBeGreaterThan(150);
    expect(run.recordings.origin).toBe('stand-in');
    const { exchanges } = readRecordings('exchanges', join(project.path, 'reports', run.recordings.name));
    expect(exchanges).toHaveLength(summary['kept'] ?? 0);
  });

  it('fails if the site behaves differently, and if a wanted row is fulfilled', async () => {
    project.site.become('wanted');
    const ended = await live('check', '--live', '--format', 'json');
    expect(ended.code).toBe(1);
    expect(parse(ended).summary['wantedFixed']).toBeGreaterThan(50);
  });

  it('reports an inferred row as disproved, and does not fail because of it', async () => {
    project.site.inject({
      kind: 'odd',
      status: 401,
      when: ({ path, state }) => path.endsWith('/project') && state === 'unreadable',
    });
    const ended = await live('check', '--live', '--format', 'json');
    const { summary } = parse(ended);
    expect(summary['disproved']).toBeGreaterThan(0);
    expect(summary['broken']).toBe(0);
  });

  it('stores the answers if it is interrupted, says so, and is inconclusive', async () => {
    project.site.inject({ kind: 'stall-headers', when: ({ path }) => path.endsWith('/label') });
    const stalled = (): boolean => project.site.requests.some(({ path }) => path.endsWith('/label'));
    const args = ['check', '--live', '--format', 'json', ...FAST];
    const ended = await project.run(args, (child) => {
      const timer = setInterval(() => {
        if (!stalled()) return;
        clearInterval(timer);
        child.kill('SIGINT');
      }, 10);
    });
    expect(ended.code).toBe(3);
    const { incomplete, run, summary } = parse(ended);
    expect(incomplete).not.toBeNull();
    expect(summary['kept']).toBeGreaterThan(0);
    const kept = readFileSync(join(project.path, 'reports', run.recordings.name, 'run.json'), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ recordings: { incomplete } });
  });
});

describe('accept', () => {
  it('accepts a live run as the baseline, but no run of the stand-in', async () => {
    const { exchanges } = readRecordings('public-2026-09');
    const info = {
      origin: 'recorded',
      era: '2026-09',
      summary: 'A test.',
      dates: { from: '2026-11-24', to: '2026-11-24' },
      tool: 'a test',
      site: 'https://jira-site.example.com',
      name: 'exchanges',
    } as const;
    const recorded = exchanges.map((one) => ({
      ...one,
      meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z' } as const,
    }));
    writeRecordings(join(project.path, 'reports/live-9999/exchanges'), info, recorded);
    expect(await runCli(project.path, ['accept'])).toMatchObject({ code: 0 });
    const { info: accepted, exchanges: baseline } = readRecordings(
      'baseline',
      join(project.path, 'fixtures/recordings'),
    );
    expect(accepted).toMatchObject({ name: 'baseline', origin: 'recorded' });
    expect(baseline).toHaveLength(exchanges.length);
    const standIn =
      readdirSync(join(project.path, 'reports')).find((name) => parseRunName(name) !== undefined) ?? '';
    expect(await runCli(project.path, ['accept', standIn])).toMatchObject({ code: 2 });
    expect(await runCli(project.path, ['accept', 'no-such-run'])).toMatchObject({ code: 2 });
  });
});

describe('demo', () => {
  it('runs offline, raises the alarm, and leaves the history alone', async () => {
    const readIfThere = (path: string): string =>
      existsSync(join(project.path, path)) ? readFileSync(join(project.path, path), 'utf8') : '';
    const before = readIfThere('reports/history.jsonl');
    const { code, out } = await runCli(project.path, ['demo']);
    expect(code).toBe(0);
    expect(out).toContain('guard-loosened');
    expect(existsSync(join(project.path, 'reports/demo/before/set.json'))).toBe(true);
    expect(readIfThere('reports/history.jsonl')).toBe(before);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});

describe('stand-in', () => {
  it('prints settings for itself, answers, and ends on a signal', async () => {
    const ended = await runCli(project.path, ['stand-in', '--port', '0'], {}, (child) => {
      child.stderr?.once('data', () => child.kill('SIGINT'));
    });
    expect(ended.code).toBe(0);
    expect(ended.out).toMatch(/^JIRA_SITE=http:\/\/127\.0\.0\.1:\d+$/m);
  });

  it('reports that the port is taken', async () => {
    const { port } = new URL(project.site.origin);
    expect(await runCli(project.path, ['stand-in', '--port', port])).toMatchObject({ code: 2 });
  });
});

describe('nights', () => {
  it('raise no false alarm and miss no change', async () => {
    const { code, out } = await runCli(project.path, ['nights', '--nights', '40', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ nights: 40, falseAlarms: 0, missed: 0 });
  });
});

describe('nightly', () => {
  it('needs its settings once: they may come out of a pipe', { timeout: 60_000 }, async () => {
    writeFileSync(
      join(project.path, 'stand-in.env'),
      Object.entries(environmentFor(project.site.origin))
        .map(([name, value]) => `${name}=${value}\n`)
        .join(''),
    );
    const line = 'exec node scripts/cli.ts nightly --core --confirm-after 0 --settings <(cat stand-in.env)';
    const { code, err } = await runCommand(project.path, ['-c', line], {}, undefined, 'bash');
    expect([code, err]).toEqual([0, expect.not.stringContaining('JIRA_')]);
    expect(project.site.requests.length).toBeGreaterThan(100);
  });
});
