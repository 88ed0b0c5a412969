import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

// The command as a user runs it, in a copy of the project whose recordings can be broken.
const root = join(import.meta.dirname, '..', '..');
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'check-'));
  for (const name of ['src', 'specs', 'scripts', 'fixtures', 'package.json', 'vitest.config.ts']) {
    cpSync(join(root, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function check(...args: string[]): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '' };
  const options = { cwd: copy, env, maxBuffer: 2 ** 26 };
  try {
    const { stdout, stderr } = await promisify(execFile)('node', ['scripts/check.ts', ...args], options);
    return { code: 0, out: stdout, err: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const recording = (set: string, credential: string): string =>
  join(copy, 'fixtures', 'recordings', set, `${credential}.json`);

/** Runs with a recording whose text was changed, and puts it back. */
async function withEdit(
  file: string,
  edit: (text: string) => string,
  body: () => Promise<void>,
): Promise<void> {
  const whole = readFileSync(file, 'utf8');
  const edited = edit(whole);
  expect(edited).not.toBe(whole);
  writeFileSync(file, edited);
  try {
    await body();
  } finally {
    writeFileSync(file, whole);
  }
}

const refuse = (text: string): string => text.replace('"status": 200', '"status": 401');

describe('check', { timeout: 30_000 }, () => {
  it('keeps the contract on the shipped recordings, and keeps the run', async () => {
    const { code, out, err } = await check('--format', 'json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const document = JSON.parse(out) as { summary: Record<string, number>; run: unknown };
    expect(document.summary).toMatchObject({ broken: 0, inconclusive: 0, wantedFixed: 0, otherFailures: 0 });
    expect(document.summary['kept']).toBeGreaterThan(50);
    expect(JSON.parse(readFileSync(join(copy, 'reports/public-2026-09/run.json'), 'utf8'))).toEqual(
      document.run,
    );
  });

  it('fails on a first change that nobody acknowledged, and tells it twice the same', async () => {
    const first = await check('public-2019-12', '--format', 'markdown');
    expect(first.code).toBe(1);
    expect(first.out).toContain('guard-loosened');
    expect(await check('public-2019-12', '--format', 'markdown')).toEqual(first);
  });

  it('is red when a recording breaks the contract of its date, and names the row', async () => {
    await withEdit(recording('public-2019-12', 'revoked'), refuse, async () => {
      const { code, out } = await check('public-2019-12', '--baseline', 'none');
      expect(code).toBe(1);
      expect(out).toMatch(/^x revoked {2}v3 project/m);
    });
  });

  it('is red when Atlassian fixes what is wanted, and shows the matrix within 80 columns', async () => {
    await withEdit(recording('public-2026-09', 'empty-token'), refuse, async () => {
      const { code, out } = await check();
      expect(code).toBe(1);
      expect(out).toMatch(/^! empty-token {2}v3 project\/search: fixed/m);
      expect(out).toMatch(/^mistyped +R i I!/m);
      expect(out.split('\n').filter((line) => line.length > 80 && !line.includes('https://'))).toEqual([]);
    });
  });

  it('says so in one sentence and ends with 2 where a recording is broken JSON', async () => {
    const file = recording('public-2026-09', 'expired');
    await withEdit(
      file,
      (text) => text.slice(0, -3),
      async () => {
        const { code, out, err } = await check();
        expect({ code, out }).toEqual({ code: 2, out: '' });
        expect(err).toContain(file);
        expect(err).not.toMatch(/^\s+at /m);
      },
    );
  });

  it.each([
    ['an unknown set', ['public-1999'], 'public-1999'],
    ['an unknown baseline', ['--baseline', 'public-1999'], 'public-1999'],
    ['an unknown level', ['--fail-on', 'dire'], 'dire'],
  ])('tells of %s and ends with 2', async (_, args, word) => {
    const { code, err } = await check(...args);
    expect(code).toBe(2);
    expect(err).toContain(word);
  });

  it('cannot conclude where a spec file does not load', async () => {
    const spec = join(copy, 'specs', 'gateway.spec.ts');
    await withEdit(
      spec,
      (text) => `throw new Error('spoilt');\n${text}`,
      async () => {
        expect(await check()).toMatchObject({
          code: 3,
          out: '',
          err: expect.stringContaining('spoilt') as string,
        });
      },
    );
  });
});

const preflight = async (folder: string, ...node: string[]): Promise<Ended> =>
  promisify(execFile)('node', [...node, 'scripts/preflight.mjs'], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({
      code,
      out: stdout,
      err: stderr,
    }),
  );

describe('the preflight', () => {
  it('passes where all is installed', async () => {
    expect(await preflight(copy)).toEqual({ code: 0, out: '', err: '' });
  });

  it('tells of packages that are not installed', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'bare-'));
    cpSync(join(root, 'scripts'), join(bare, 'scripts'), { recursive: true });
    cpSync(join(root, 'package.json'), join(bare, 'package.json'));
    expect(await preflight(bare)).toMatchObject({
      code: 2,
      err: expect.stringContaining('npm ci') as string,
    });
    expect(existsSync(join(bare, 'node_modules'))).toBe(false);
    rmSync(bare, { recursive: true });
  });

  it('tells of a Node that is too old', async () => {
    const old = join(copy, 'old-node.cjs');
    writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
    expect(await preflight(copy, '--require', old)).toMatchObject({
      code: 2,
      err: expect.stringContaining('20.20.2') as string,
    });
  });
});
