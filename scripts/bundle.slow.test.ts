import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { useCopy } from './temporary-project.fixture.ts';
import { runCli, runCommand, type Ended } from './project-copy.fixture.ts';

const project = useCopy();

const environment = (): Record<string, string> => ({
  ...environmentFor(project.site.origin),
  JIRA_CLOUD_ID: project.site.cloudId,
});

async function liveRun(): Promise<string> {
  const args = [
    'check',
    '--live',
    '--format',
    'json',
    '--confirm-after',
    '0',
    '--core',
    '--settings',
    devNull,
  ];
  const { out } = await runCli(project.path, args, environment());
  return (JSON.parse(out) as { run: { recordings: { name: string } } }).run.recordings.name;
}

const report = (...args: string[]): Promise<Ended> => runCli(project.path, ['report', ...args]);

/** How a script ended, with what it printed. */
async function shell(script: string): Promise<{ code: number; out: string }> {
  const env = { PATH: process.env['PATH'] ?? '', ...environment() };
  try {
    const { stdout } = await promisify(execFile)('sh', [script], { env });
    return { code: 0, out: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, out: stdout };
  }
}

describe('the bundle of a live run', () => {
  it('reproduces every answer when its script is run, and none once they are fixed', async () => {
    const run = await liveRun();
    expect(await report(run, '--bundle', join(project.path, 'bundle'))).toMatchObject({ code: 0 });
    const script = join(project.path, 'bundle', 'reproduce.sh');
    const { code, out } = await shell(script);
    expect(out).not.toMatch(/^(?:NOT|inconclusive|skipped)/m);
    expect(code).toBe(0);
    expect(out.match(/^reproduced /gm)?.length).toBeGreaterThan(80);
    project.site.become('wanted');
    const wanted = await shell(script);
    expect(wanted.code).toBe(1);
    expect(wanted.out).toMatch(/^NOT REPRODUCED .* 401 /m);
    expect(wanted.out).not.toMatch(/^(?:reproduced|inconclusive|skipped) /m);
  });

  it('says that it is of the stand-in, and names no site if anonymised', async () => {
    const run = await liveRun();
    await report(run, '--bundle', join(project.path, 'nobody'), '--anonymise');
    const files = [
      'bug-report.md',
      'bug-report.wiki',
      'bug-report.adf.json',
      'evidence.har',
      'reproduce.sh',
      'report.html',
      'matrix.svg',
      'run.json',
    ];
    const { host } = new URL(project.site.origin);
    for (const name of files) {
      const text = readFileSync(join(project.path, 'nobody', name), 'utf8');
      expect([name, text.includes(host), text.includes(encodeURIComponent(host))]).toEqual([
        name,
        false,
        false,
      ]);
      expect([name, /stand-in/.test(text)]).toEqual([name, true]);
    }
  });

  it('is complete or absent if the disk is full', async () => {
    const run = await liveRun();
    const bundle = join(project.path, 'full');
    const zip = join(project.path, 'full.zip');
    // A limit on the size of a file, in KiB, stands for a full disk: some files of the bundle fit, others do not.
    const onFullDisk = (...args: string[]): Promise<Ended> =>
      runCommand(
        project.path,
        ['-c', 'ulimit -f 32; exec node scripts/cli.ts report "$@"', 'bash', ...args],
        {},
        undefined,
        'bash',
      );
    const before = readdirSync(project.path);
    for (const args of [
      ['--bundle', bundle],
      ['--zip', zip],
    ]) {
      const { code, err } = await onFullDisk(run, ...args);
      expect(code).toBe(2);
      expect(err).not.toMatch(/^\s+at |defect/m);
      expect(readdirSync(project.path)).toEqual(before);
    }
    await report(run, '--bundle', bundle);
    const whole = readdirSync(bundle).map((name) => [name, readFileSync(join(bundle, name), 'base64')]);
    expect((await onFullDisk(run, '--bundle', bundle)).code).toBe(2);
    expect(readdirSync(bundle).map((name) => [name, readFileSync(join(bundle, name), 'base64')])).toEqual(
      whole,
    );
    expect(readdirSync(project.path)).toEqual([...before, 'full'].toSorted());
    expect(await report(run, '--bundle', bundle)).toMatchObject({ code: 0 });
  });

  it('replaces neither a foreign folder, nor only half of what was asked for', async () => {
    const run = await liveRun();
    const notes = join(project.path, 'mine', 'notes.txt');
    mkdirSync(join(project.path, 'mine'));
    writeFileSync(notes, 'mine');
    const zip = join(project.path, 'not-made.zip');
    for (const args of [
      ['--bundle', join(project.path, 'mine')],
      ['--bundle', join(project.path, 'mine'), '--zip', zip],
      ['--bundle', join(project.path, 'not-made'), '--zip', join(project.path, 'mine')],
      ['--bundle', join(project.path, 'reports', run)],
    ]) {
      const { code, err } = await report(run, ...args);
      expect([args, code]).toEqual([args, 2]);
      expect(err.trim().split('\n')).toHaveLength(1);
    }
    expect(readdirSync(join(project.path, 'mine'))).toEqual(['notes.txt']);
    expect([existsSync(zip), existsSync(join(project.path, 'not-made'))]).toEqual([false, false]);
  });

  it.skipIf(process.platform !== 'linux')('goes to where stdout goes, which stays what it is', async () => {
    const out = join(project.path, 'redirected.md');
    const redirected =
      'echo first >"$1"; exec node scripts/cli.ts report public-2026-09 --format markdown --out /proc/self/fd/1 >>"$1"';
    await runCli(project.path, ['check']);
    const { code } = await runCommand(project.path, ['-c', redirected, 'sh', out], {}, undefined, 'sh');
    expect(code).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^first\n#/);
  });

  it('reports a missing run', async () => {
    expect(await report('no-such-run', '--bundle', 'x')).toMatchObject({ code: 2, out: '' });
  });
});

describe('the sample bundle of the documentation', () => {
  it('is what the public sets give today (npm run docs renews it)', async () => {
    await runCli(project.path, ['check', '--pacts']);
    await report('public-2026-09', '--baseline', 'public-2022-11', '--bundle', join(project.path, 'sample'));
    const sample = join(import.meta.dirname, '..', 'docs', 'sample-bundle');
    const fresh = join(project.path, 'sample');
    expect(readdirSync(sample).toSorted()).toEqual(readdirSync(fresh).toSorted());
    const stale = readdirSync(fresh).filter(
      (name) => !readFileSync(join(fresh, name)).equals(readFileSync(join(sample, name))),
    );
    expect(stale).toEqual([]);
  });
});

describe('the pacts', () => {
  it('are what the spec files give today (npm run pact:write renews them)', async () => {
    expect(await runCli(project.path, ['pact:write', '--into', join(project.path, 'pacts')])).toMatchObject({
      code: 0,
    });
    const shipped = join(project.path, 'fixtures', 'pacts');
    const fresh = readdirSync(join(project.path, 'pacts'));
    expect(fresh.toSorted()).toEqual(readdirSync(shipped).toSorted());
    for (const name of fresh) {
      expect(readFileSync(join(project.path, 'pacts', name), 'utf8')).toBe(
        readFileSync(join(shipped, name), 'utf8'),
      );
    }
  });

  it('are verified live on what the site has just answered', async () => {
    const args = ['pact:verify', '--live', '--confirm-after', '0', '--settings', devNull, '--format', 'json'];
    const { code, out } = await runCli(project.path, args, environment());
    expect(code).toBe(0);
    const { interactions } = JSON.parse(out) as { interactions: { verdict: string }[] };
    expect(interactions.filter(({ verdict }) => verdict === 'passed').length).toBeGreaterThan(100);
    project.site.become('wanted');
    expect(await runCli(project.path, [...args, '--wanted'], environment())).toMatchObject({ code: 1 });
  });
});

describe('check --report', () => {
  it('writes what it is asked for beside the run file', async () => {
    const args = ['check', '--report', 'html', '--report', 'png', '--report', 'sarif', '--report', 'junit'];
    expect(await runCli(project.path, args)).toMatchObject({ code: 0 });
    const folder = join(project.path, 'reports/public-2026-09');
    expect(readFileSync(join(folder, 'report.png')).subarray(1, 4).toString()).toBe('PNG');
    for (const name of ['report.html', 'report.sarif', 'report.junit.xml']) {
      expect(readFileSync(join(folder, name), 'utf8').length).toBeGreaterThan(200);
    }
    expect(await runCli(project.path, ['check', '--report', 'parchment'])).toMatchObject({
      code: 2,
    });
  });

  it('adds to the summary of a GitHub job', async () => {
    const file = join(project.path, 'summary.md');
    const args = ['diff', 'public-2019-11', 'public-2019-12', '--format', 'github'];
    const { code, out } = await runCli(project.path, args, { GITHUB_STEP_SUMMARY: file });
    expect(code).toBe(1);
    expect(out).toMatch(/^::error file=specs\/revoked-token\.spec\.ts/m);
    expect(readFileSync(file, 'utf8')).toContain('guard-loosened');
  });
});
