import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { environmentFor } from '../src/config/stand-in-environment.ts';
import { copyProject } from './project-copy.fixture.ts';

const { path: copy, remove } = copyProject();

afterAll(remove);

const FULL = '/dev/full';

/** A command whose stdout is a file that is opened for it, or a pipe that is closed at once. */
async function withStdout(
  stdout: number | 'closed',
  ...args: string[]
): Promise<{ code: number | null; err: string }> {
  const child = spawn('node', args, {
    cwd: copy,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', stdout === 'closed' ? 'pipe' : stdout, 'pipe'],
  });
  child.stdout?.destroy();
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  const err = child.stderr ? await text(child.stderr) : '';
  return { code: await closed, err };
}

describe.concurrent('a command whose stdout cannot be written', { timeout: 60_000 }, () => {
  it
    .runIf(existsSync(FULL))
    .each([
      ['diff', 'public-2022-11', 'public-2026-09'],
      ['diff', 'public-2019-11', 'public-2019-12', '--format', 'html'],
      ['history'],
      ['scan', 'package.json'],
    ])('ends with 3 if the disk is full: %s %s', async (command, ...args) => {
    const full = openSync(FULL, 'w');
    const { code, err } = await withStdout(full, 'scripts/cli.ts', command, ...args);
    closeSync(full);
    expect(code).toBe(3);
    expect(err).toContain('ENOSPC');
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it.each<[number, string, ...string[]]>([
    [0, 'diff', 'public-2022-11', 'public-2026-09', '--all'],
    [1, 'diff', 'public-2019-11', 'public-2019-12', '--format', 'html'],
    [2, 'diff', 'no-such-set', 'public-2019-12'],
  ])('ends with its own code, %i, if the pipe is closed: %s %s', async (expected, command, ...args) => {
    const { code, err } = await withStdout('closed', 'scripts/cli.ts', command, ...args);
    expect(code).toBe(expected);
    expect(
      err
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
    ).toHaveLength(expected === 2 ? 1 : 0);
  });
});

it(
  'says in a sentence which spec file does not load, before a site is asked',
  { timeout: 60_000 },
  async () => {
    const { path: other, remove: removeOther } = copyProject();
    try {
      writeFileSync(join(other, 'specs', 'gateway.spec.ts'), 'const = 1;');
      const child = spawn('node', ['scripts/cli.ts', 'check', '--live', '--core'], {
        cwd: other,
        env: {
          PATH: process.env['PATH'],
          ...environmentFor('http://127.0.0.1:9'),
        },
      });
      const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
      const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
      expect({ code: await closed, out }).toEqual({ code: 3, out: '' });
      expect(err).toContain('gateway.spec.ts');
      expect(err).not.toMatch(/^\s+at /m);
    } finally {
      removeOther();
    }
  },
);
