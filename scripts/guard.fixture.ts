import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { runCommand, type Ended } from './project-copy.fixture.ts';

const ROOT = join(import.meta.dirname, '..');

/** For tests: a guard in a process of its own. */
export interface RunningGuard {
  readonly origin: string;
  /** Returns the most memory that the process has used, in MiB. */
  readonly peakMemory: () => number;
  /** Ends it as Ctrl-C does. */
  readonly end: () => Promise<Ended>;
}

/**
 * For tests: starts `guard` in front of a site, and waits until it listens.
 *
 * @param env settings, as a user has them in the environment
 */
export async function startGuard(
  to: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<RunningGuard> {
  const listening = Promise.withResolvers<string>();
  let child: ChildProcess | undefined;
  let text = '';
  const options = ['scripts/cli.ts', 'guard', '--listen', '127.0.0.1:0', '--to', to, ...args];
  const ended = runCommand(ROOT, options, env, (started) => {
    child = started;
    started.stdout?.on('data', (part: string) => {
      text += part;
      // The address alone, or in the first event.
      const origin = /http:[^\s"]+/.exec(text)?.[0];
      if (text.endsWith('\n') && origin !== undefined) listening.resolve(origin);
    });
    started.once('close', () => listening.reject(new Error('It ended too early.')));
  });
  onTestFinished(() => void child?.kill('SIGKILL'));
  return {
    origin: await listening.promise,
    peakMemory: () => {
      const status = readFileSync(`/proc/${child?.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    },
    end: () => {
      child?.kill('SIGINT');
      return ended;
    },
  };
}
