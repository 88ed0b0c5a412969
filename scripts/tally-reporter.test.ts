import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

// That a run with tests ends with its tally is what `.ci/run` reads, and fails without.
it('fails a run in which no test was executed, and ends it with the tally', { timeout: 20_000 }, () => {
  const args = ['--project', 'unit', 'src/run/judge.test.ts', '-t', 'matches nothing'];
  const { status, stdout } = spawnSync('node', ['node_modules/vitest/vitest.mjs', 'run', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^0 passed, 0 failed, \d+ skipped$/);
});
