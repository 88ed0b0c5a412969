import { execFile, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The exit code and output of a process. */
export interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** For tests: an empty folder. */
export function emptyFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'recipes-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

// Nothing of the user who runs the tests: neither an identity nor a hook.
const CLEAN = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_TERMINAL_PROMPT: '0' };

type Env = Readonly<Record<string, string>>;

const optionsFor = (
  folder: string,
  env: Env,
): { cwd: string; encoding: 'utf8'; maxBuffer: number; env: Record<string, string> } => ({
  cwd: folder,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  env: { PATH: process.env['PATH'] ?? '', HOME: folder, ...CLEAN, ...env },
});

/** For tests: runs a program in a folder, with a separate environment. */
export function exec(folder: string, program: string, args: readonly string[], env: Env = {}): Outcome {
  const { status, stdout, stderr } = spawnSync(program, [...args], optionsFor(folder, env));
  return { code: status, out: stdout, err: stderr };
}

/**
 * The same without blocking this process, which may have to answer the program.
 *
 * @param started called with the process, which it may interrupt
 */
export const execMeanwhile = (
  folder: string,
  program: string,
  args: readonly string[],
  env: Env,
  started: (child: ChildProcess) => void = () => undefined,
): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(program, [...args], optionsFor(folder, env), (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
    started(child);
  });

/** For tests: runs git, which must succeed, and returns its output. */
export function git(folder: string, ...args: string[]): string {
  const { code, out, err } = exec(folder, 'git', args);
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${err}`);
  return out.trim();
}

/** For tests: commits all files under a synthetic identity. */
export function commitAll(folder: string, message: string): void {
  git(folder, 'add', '--all');
  git(folder, '-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', 'commit', '-qm', message);
}
