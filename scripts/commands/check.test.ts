import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters, styleText } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { probeKey } from '../../src/contract/probe.ts';
import type { Exchange } from '../../src/evidence/exchange.ts';
import { writeRecordings } from '../../src/evidence/write-recordings.ts';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { readRun } from '../../src/run/run.ts';
import { copyProject, runCli, runCommand, type Ended } from '../project-copy.fixture.ts';
import { checkCommand } from './check.ts';
import { callCommand, type Called } from './commands.fixture.ts';

const root = join(import.meta.dirname, '..', '..');
const left: (() => void)[] = [];

afterAll(() => left.forEach((remove) => remove()), 60_000);

/** A separate folder to work in. */
function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  left.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

const throwing = (text: string): string => `throw new Error('spoilt');\n${text}`;

const refuse = (text: string): string => text.replace('"status": 200', '"status": 401');

const checkHere = (...args: string[]): Promise<Called> => callCommand(checkCommand, args);

describe('check of what ships', () => {
  beforeEach(() => process.chdir(emptyFolder()));
  afterEach(() => process.chdir(root));

  it.each([80, 40])(
    'begins with what happened on a terminal of %i columns, and looks like no alarm',
    async (columns) => {
      const written: string[] = [];
      const stdout = { isTTY: true, columns, write: (text: string) => written.push(text) };
      const { code } = await callCommand(checkCommand, [], { stdout });
      const out = written.join('');
      expect(code).toBe(0);
      expect(out).toContain('\u001B[');
      const [red = ''] = styleText(['bold', 'red'], 'x', { validateStream: false }).split('x');
      expect(out).not.toContain(red);
      expect(out).not.toMatch(/CRITICAL|FAILED|BROKEN/);
      const lines = stripVTControlCharacters(out).split('\n');
      expect(lines[0]).toMatch(/^✓ .*public-2026-09/);
      expect(lines.filter((line) => line.length > columns && line.trim().includes(' '))).toEqual([]);
      const known = lines.findIndex((line) => line.includes('--all'));
      expect(known).toBeGreaterThan(0);
      expect(known).toBeLessThan(lines.findIndex((line) => line.startsWith('valid ')));
    },
  );

  it('keeps the contract on the shipped recordings, and keeps the run', async () => {
    const { code, out, err } = await checkHere('--format', 'json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const document = JSON.parse(out) as { summary: Record<string, number>; run: unknown };
    expect(document.summary).toMatchObject({ broken: 0, inconclusive: 0, wantedFixed: 0, otherFailures: 0 });
    expect(document.summary['kept']).toBeGreaterThan(50);
    const file = join('reports', 'public-2026-09', 'run.json');
    const { $schema, ...run } = JSON.parse(readFileSync(file, 'utf8')) as { $schema: string };
    expect(run).toEqual(document.run);
    expect($schema).toMatch(/run\.schema\.json$/);
    // What is on record, and no body that was made up to put it on the wire.
    const { rows } = readRun(file);
    const kept = new Map(rows.filter(({ response }) => response).map((row) => [probeKey(row), row.response]));
    const recorded = readRecordings('public-2026-09').exchanges.filter((one) => kept.has(probeKey(one)));
    expect(recorded.length).toBeGreaterThan(50);
    for (const one of recorded) expect(kept.get(probeKey(one))).toEqual(one.response);
  });

  it('fails on a change that is not acknowledged', async () => {
    const { code, out } = await checkHere('public-2019-12', '--format', 'markdown');
    expect(code).toBe(1);
    expect(out).toContain('guard-loosened');
  });

  it('shows the result if reports/ cannot be written, and refuses to write a report there', async () => {
    writeFileSync('reports', '');
    const { code, out, err } = await checkHere('--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ summary: { broken: 0 } });
    expect(err).toMatch(/^.*reports.*--out.*\n$/);
    expect(await checkHere('--out', 'kept.txt')).toMatchObject({ code: 0, out: '' });
    expect(readFileSync('kept.txt', 'utf8')).not.toContain('run.json');
    expect(await checkHere('--report', 'html')).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    ['an unknown set', ['public-1999'], 'public-1999'],
    ['an unknown baseline', ['--baseline', 'public-1999'], 'public-1999'],
    ['an unknown level', ['--fail-on', 'dire'], 'dire'],
  ])('reports %s and ends with 2', async (_, args, word) => {
    expect(await checkHere(...args)).toMatchObject({ code: 2, err: expect.stringContaining(word) as string });
  });
});

describe('check of a copy of the project', { timeout: 120_000 }, () => {
  let copy: string;

  beforeAll(() => {
    const { path, remove } = copyProject();
    copy = path;
    left.push(remove);
  });

  const check = (...args: string[]): Promise<Ended> => runCli(copy, ['check', ...args]);

  /** Checks while one file is changed. */
  async function checkSpoilt(
    file: string,
    edit: (text: string) => string,
    ...args: string[]
  ): Promise<Ended> {
    const path = join(copy, file);
    const whole = readFileSync(path, 'utf8');
    expect(edit(whole)).not.toBe(whole);
    writeFileSync(path, edit(whole));
    try {
      return await check(...args);
    } finally {
      writeFileSync(path, whole);
    }
  }

  it('keeps with a run how sure each of its answers is', async () => {
    const { info, exchanges } = readRecordings('public-2026-09');
    const recorded = { ...info, name: 'mine', origin: 'recorded', site: 'https://a.example.com' } as const;
    const seen = exchanges.map((one, i): Exchange => {
      const sure = i === 0 ? { dissent: [503] } : i === 1 ? { flapping: [200, 401] } : {};
      return { ...one, meta: { origin: 'recorded', date: '2026-11-24T03:00:00Z', ...sure } };
    });
    writeRecordings(join(copy, 'fixtures', 'recordings', 'mine'), recorded, seen);
    await check('mine');
    const { rows } = readRun(join(copy, 'reports', 'mine', 'run.json'));
    const sure = rows.filter(({ kind, certainty }) => kind === 'contract' && certainty);
    expect(sure.map(({ certainty }) => certainty)).toEqual(
      expect.arrayContaining([{ dissent: [503] }, { flapping: [200, 401] }]),
    );
    expect(sure).toHaveLength(2);
  });

  it('fails when a wanted row is fulfilled, lists the probe once, as fixed, and fits 80 columns', async () => {
    const { code, out } = await checkSpoilt('fixtures/recordings/public-2026-09/empty-token.json', refuse);
    expect(code).toBe(1);
    expect(out).toMatch(/^\+ /);
    expect(out.match(/empty-token: .*v3 project\/search/g)).toHaveLength(1);
    expect(out).toMatch(/^mistyped +R i I!/m);
    expect(out.split('\n').filter((line) => line.length > 80 && !line.includes('https://'))).toEqual([]);
  });

  it('is inconclusive if a spec file does not load', async () => {
    expect(await checkSpoilt('specs/gateway.spec.ts', throwing, 'public-2019-11')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringMatching(/^.*spoilt.*\n$/) as string,
    });
  });

  it('reports broken JSON of a recording in one sentence and ends with 2', async () => {
    const { code, out, err } = await checkSpoilt('fixtures/recordings/public-2026-09/expired.json', (text) =>
      text.slice(0, -3),
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('expired.json');
    expect(err).not.toMatch(/^\s+at /m);
  });
});

const preflight = (folder: string, ...node: string[]): Promise<Ended> =>
  runCommand(folder, [...node, 'scripts/preflight.mjs']);

describe('the preflight', () => {
  it('passes if everything is installed', async () => {
    expect(await preflight(root)).toEqual({ code: 0, out: '', err: '' });
  });

  it('reports packages that are not installed', async () => {
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

  it('tells a command that needs machine code that it was left out', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'native-'));
    left.push(() => rmSync(bare, { recursive: true }));
    cpSync(join(root, 'scripts'), join(bare, 'scripts'), { recursive: true });
    cpSync(join(root, 'package.json'), join(bare, 'package.json'));
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      mkdirSync(join(bare, 'node_modules', name), { recursive: true });
    }
    expect(await preflight(bare)).toMatchObject({ code: 0, err: '' });
    expect(await runCommand(bare, ['scripts/preflight.mjs', 'native'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^[^\n]*npm ci --include=optional\n$/) as string,
    });
    mkdirSync(join(bare, 'node_modules', '@rolldown', 'binding-of-some-machine'), { recursive: true });
    expect(await runCommand(bare, ['scripts/preflight.mjs', 'native'])).toMatchObject({ code: 0, err: '' });
  });

  it('asks for the packages in tools/ only for a command that needs them', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'tools-'));
    left.push(() => rmSync(bare, { recursive: true }));
    cpSync(join(root, 'scripts'), join(bare, 'scripts'), { recursive: true });
    cpSync(join(root, 'package.json'), join(bare, 'package.json'));
    symlinkSync(join(root, 'node_modules'), join(bare, 'node_modules'));
    const forTools = (): ReturnType<typeof runCommand> =>
      runCommand(bare, ['scripts/preflight.mjs', 'tools']);
    expect(await preflight(bare)).toMatchObject({ code: 0, err: '' });
    expect(await forTools()).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^[^\n]*npm run tools\n$/) as string,
    });
    mkdirSync(join(bare, 'tools', 'node_modules'), { recursive: true });
    expect(await forTools()).toMatchObject({ code: 0, err: '' });
  });

  it('leaves nothing of the installed Node but what runs', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'headers-'));
    left.push(() => rmSync(bare, { recursive: true }));
    cpSync(join(root, 'scripts'), join(bare, 'scripts'), { recursive: true });
    cpSync(join(root, 'package.json'), join(bare, 'package.json'));
    const platform = process.platform === 'win32' ? 'win' : process.platform;
    const own = join(bare, 'node_modules', `node-${platform}-${process.arch}`);
    for (const part of ['bin', 'include']) {
      mkdirSync(join(own, part), { recursive: true });
      writeFileSync(join(own, part, 'file'), '');
    }
    await preflight(bare);
    expect(existsSync(join(own, 'include'))).toBe(false);
    expect(existsSync(join(own, 'bin', 'file'))).toBe(true);
  });

  it.each(['a#b', 'a?b', 'a%20b', 'a%b', 'a:b', 'a\nb', join('node_modules', 'a')])(
    'tells of a path in which the tools cannot work: %j',
    async (name) => {
      const base = mkdtempSync(join(tmpdir(), 'named-'));
      left.push(() => rmSync(base, { recursive: true }));
      const folder = join(base, name);
      cpSync(join(root, 'scripts', 'preflight.mjs'), join(folder, 'scripts', 'preflight.mjs'), {
        recursive: true,
      });
      cpSync(join(root, 'package.json'), join(folder, 'package.json'));
      const { code, out, err } = await preflight(folder);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err.trimEnd().split('\n')).toHaveLength(1);
      expect(err).toContain(JSON.stringify(folder));
    },
  );

  it.runIf(process.platform === 'linux')(
    'links the Node that npm 10 installs and does not link',
    async () => {
      const base = mkdtempSync(join(tmpdir(), 'npm-10-'));
      left.push(() => rmSync(base, { recursive: true }));
      cpSync(join(root, 'scripts', 'preflight.mjs'), join(base, 'scripts', 'preflight.mjs'), {
        recursive: true,
      });
      cpSync(join(root, 'package.json'), join(base, 'package.json'));
      const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      const own = join(`node-${process.platform}-${process.arch}`, 'bin');
      for (const name of [...Object.keys(dependencies), '.bin', own]) {
        mkdirSync(join(base, 'node_modules', name), { recursive: true });
      }
      symlinkSync(process.execPath, join(base, 'node_modules', own, 'node'));
      const old = join(base, 'old.cjs');
      writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
      const first = await preflight(base, '--require', old);
      expect(first).toMatchObject({ code: 2, out: '' });
      expect(first.err.trimEnd().split('\n')).toHaveLength(1);
      const linked = join(base, 'node_modules', '.bin', 'node');
      expect(await runCommand(base, ['scripts/preflight.mjs'], {}, undefined, linked)).toMatchObject({
        code: 0,
      });
    },
  );

  it('reports a Node that is too old', async () => {
    const old = join(mkdtempSync(join(tmpdir(), 'old-')), 'node.cjs');
    left.push(() => rmSync(join(old, '..'), { recursive: true }));
    writeFileSync(old, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
    expect(await preflight(root, '--require', old)).toMatchObject({
      code: 2,
      err: expect.stringContaining('20.20.2') as string,
    });
  });
});
