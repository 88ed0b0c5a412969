import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

const PARTS = ['src', 'specs', 'scripts', 'bench', 'fixtures', 'package.json', 'vitest.config.ts'];

/** For tests: a copy of the project, in which files may be damaged and commands may write. */
export function copyProject(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'project-'));
  for (const part of PARTS) cpSync(join(root, part), join(path, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(path, 'node_modules'));
  return { path, remove: () => rmSync(path, { recursive: true }) };
}

/** The exit code and output of a command. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * For tests: runs a command in a separate process.
 *
 * @param started called with the process, which it may interrupt
 * @param program the program to run instead of node
 */
export function runCommand(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  started: (child: ChildProcess) => void = () => undefined,
  program = 'node',
): Promise<Ended> {
  const child = spawn(program, [...args], { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env } });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
  started(child);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code, out: out.join(''), err: err.join('') }));
  });
}

/** For tests: runs a command of this project in a separate process, in a copy; see `runCommand`. */
export function runCli(
  folder: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
  started?: (child: ChildProcess) => void,
): Promise<Ended> {
  return runCommand(folder, ['scripts/cli.ts', ...args], env, started);
}
