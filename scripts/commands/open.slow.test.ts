import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readRecordings } from '../../src/evidence/recordings.ts';
import { runOfRecordings } from '../../src/run/run.fixture.ts';
import { runText } from '../../src/run/run.ts';
import { writeFileAtomically } from '../../src/storage/write-file.ts';
import { runCommand, type Ended } from '../project-copy.fixture.ts';

const CLI = join(import.meta.dirname, '..', 'cli.ts');

let folder: string;

beforeEach(() => {
  // With what an address has to escape.
  folder = mkdtempSync(join(tmpdir(), 'open #1 é-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const SET = readRecordings('public-2026-09');

/** Makes a file look as if it were written at a second of 2026. */
function dated(path: string, second: number): string {
  const time = Date.UTC(2026, 0, 1, 0, 0, second) / 1000;
  utimesSync(path, time, time);
  return path;
}

function writeRun(name: string, second: number): string {
  const file = join(folder, 'reports', name, 'run.json');
  writeFileAtomically(file, runText(runOfRecordings({ ...SET, info: { ...SET.info, name } })));
  return dated(file, second);
}

function writePage(name: string, second: number, text = 'a page'): string {
  const path = join(folder, 'reports', name, 'report.html');
  writeFileAtomically(path, text);
  return dated(path, second);
}

/** A program on PATH under the names of all openers. It records its arguments and exits with the given code. */
function fakeOpener(script: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/opened"\n${script}\n`, {
      mode: 0o755,
    });
  }
  return `${bin}:${process.env['PATH'] ?? ''}`;
}

const open = (env: Record<string, string> = {}, ...args: string[]): Promise<Ended> =>
  runCommand(folder, [CLI, 'open', ...args], { DISPLAY: ':0', ...env });

const pathIn = (url: string): string => fileURLToPath(url.trim());

describe('open', () => {
  it('has nothing to open before the first run', async () => {
    const ended = await open({}, '--print');
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^.+\n$/) });
    expect(existsSync(join(folder, 'reports'))).toBe(false);
  });

  it('gives the page of the newest run to the opener', async () => {
    const PATH = fakeOpener('exit 0');
    writeRun('older', 1);
    writeRun('newer', 2);
    const page = writePage('newer', 3);
    writePage('older', 9);
    const ended = await open({ PATH });
    expect(ended).toMatchObject({ code: 0, out: '' });
    expect(pathIn(readFileSync(join(folder, 'opened'), 'utf8'))).toBe(page);
    expect(readFileSync(page, 'utf8')).toBe('a page');
  });

  it.each<[string, number, number, string]>([
    ['the night if it is newer', 1, 2, 'nightly'],
    ['the night if it is as new: it is about that run', 2, 2, 'nightly'],
    ['the run if it is newer', 3, 2, 'mine'],
  ])('prefers %s', async (_, run, night, expected) => {
    writeRun('mine', run);
    writePage('mine', run);
    writePage('nightly', night);
    const { code, out } = await open({}, '--print');
    expect(code).toBe(0);
    expect(pathIn(out)).toBe(join(folder, 'reports', expected, 'report.html'));
  });

  it.each<[string, (() => void) | undefined]>([
    ['there is none', undefined],
    ['it is of an earlier run of the same name', () => writePage('mine', 1, 'stale')],
  ])('writes the page where %s', async (_, prepare) => {
    writeRun('mine', 2);
    prepare?.();
    const { code, out } = await open({}, '--print');
    expect(code).toBe(0);
    const text = readFileSync(pathIn(out), 'utf8');
    expect(text).toContain('<!doctype html>');
    expect(text).toContain('mine');
  });

  it.each<[string, Record<string, string>]>([
    ['in CI', { CI: 'true' }],
    ['without a screen', { DISPLAY: '' }],
  ])('prints the address %s', async (_, env) => {
    const PATH = fakeOpener('exit 0');
    const page = writePage('nightly', 1);
    const { code, out } = await open({ PATH, ...env });
    expect([code, pathIn(out)]).toEqual([0, page]);
    expect(existsSync(join(folder, 'opened'))).toBe(process.platform === 'darwin' && env['CI'] === undefined);
  });

  it('prints the address where there is no program that opens it', async () => {
    const page = writePage('nightly', 1);
    // Node is started by its path, and nothing else is found.
    const ended = await runCommand(
      folder,
      [CLI, 'open'],
      { DISPLAY: ':0', PATH: join(folder, 'nothing') },
      () => undefined,
      process.execPath,
    );
    expect([ended.code, pathIn(ended.out)]).toEqual([0, page]);
  });

  it.each(['exit 4', 'kill -9 $$'])('says in one sentence that the program failed: %s', async (script) => {
    const PATH = fakeOpener(script);
    writePage('nightly', 1);
    const ended = await open({ PATH });
    expect(ended).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/^.+\n$/) });
  });

  it('gives the program no credential', async () => {
    const PATH = fakeOpener(`env > "${folder}/environment"`);
    writePage('nightly', 1);
    const ended = await open({
      PATH,
      JIRA_API_TOKEN: 'not-a-real-token',
      ACME_JIRA_EMAIL: 'someone@example.com',
    });
    expect(ended.code).toBe(0);
    expect(readFileSync(join(folder, 'environment'), 'utf8')).not.toMatch(/JIRA_|not-a-real-token/);
  });
});
