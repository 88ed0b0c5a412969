import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunning } from '../src/conformance/observe.fixture.ts';
import { temporaryFolder } from '../src/temporary-folder.fixture.ts';

const CLI = join(import.meta.dirname, 'cli.ts');

/** A program that writes down its process and that of a child, and never ends. */
const ENDLESS = `
  import { spawn } from 'node:child_process';
  import { appendFileSync } from 'node:fs';
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => {});
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  appendFileSync(process.argv[2], process.pid + ' ' + child.pid + '\\n');
  setInterval(() => {}, 1000);
`;

const pidsIn = (path: string): number[] =>
  existsSync(path) ? (readFileSync(path, 'utf8').match(/\d+/g) ?? []).map(Number) : [];

describe('conformance that is interrupted', { timeout: 60_000 }, () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends all programs, removes their folders and exits with 3',
    async (signal) => {
      const folder = temporaryFolder();
      const [program, pids, temporary] = ['endless.mjs', 'pids', 'tmp'].map((name) => join(folder, name));
      if (!program || !pids || !temporary) throw new Error('no paths');
      mkdirSync(temporary);
      writeFileSync(program, ENDLESS);
      const child = spawn(
        process.execPath,
        [CLI, 'conformance', '--config', join(folder, 'none.yml'), '--', process.execPath, program, pids],
        { cwd: folder, env: { ...process.env, TMPDIR: temporary }, stdio: 'ignore' },
      );
      const ended = once(child, 'exit');
      const timer = setInterval(() => {
        if (pidsIn(pids).length < 2) return;
        clearInterval(timer);
        child.kill(signal);
      }, 20);
      const [code] = (await ended) as [number | null];
      clearInterval(timer);
      expect(code).toBe(3);
      expect(pidsIn(pids).length).toBeGreaterThanOrEqual(2);
      expect(pidsIn(pids).filter(isRunning)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );
});
