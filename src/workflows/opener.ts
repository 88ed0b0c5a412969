import { spawn } from 'node:child_process';
import { codeOf } from '../storage/disk-faults.ts';
import type { Clock } from '../http/clock.ts';

/** A command line that opens an address in the system's browser. */
export type Opener = readonly [program: string, ...args: string[]];

/** Openers by platform; all other platforms use that of freedesktop.org. */
const OPENERS: Readonly<Record<string, (url: string) => Opener>> = {
  darwin: (url) => ['open', url],
  // This is what `start` calls. cmd itself would treat the % of an encoded address as a variable.
  win32: (url) => ['rundll32', 'url.dll,FileProtocolHandler', url],
};

/** Returns the program that opens an address on a platform. */
export function openerOn(platform: string, url: string): Opener {
  return OPENERS[platform]?.(url) ?? ['xdg-open', url];
}

/** Whether a browser can be shown: not in CI, and on platforms with a display server only if there is one. */
export function hasScreen(platform: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const { CI: ci, DISPLAY: display, WAYLAND_DISPLAY: wayland } = env;
  if (ci && ci !== 'false' && ci !== '0') return false;
  return platform in OPENERS || Boolean(display) || Boolean(wayland);
}

/** The result of starting an opener; `missing` if there is no such program. */
export type OpenerResult =
  | { readonly outcome: 'opened' | 'missing' }
  | { readonly outcome: 'failed'; readonly reason: string };

/** Time after which an opener counts as successful, in milliseconds. Some openers are the browser itself and keep running. */
const PATIENCE = 5000;

/** Starts an opener, and waits until it ends or has run long enough to count as successful. */
export async function startOpener(
  [program, ...args]: Opener,
  clock: Pick<Clock, 'sleep'>,
): Promise<OpenerResult> {
  const waiting = new AbortController();
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  const ended = new Promise<OpenerResult>((resolve) => {
    child.once('error', (error) =>
      resolve(
        codeOf(error) === 'ENOENT' ? { outcome: 'missing' } : { outcome: 'failed', reason: error.message },
      ),
    );
    child.once('exit', (code, signal) =>
      resolve(
        code === 0
          ? { outcome: 'opened' }
          : {
              outcome: 'failed',
              reason: signal === null ? `it ended with exit code ${code}` : `it was ended by ${signal}`,
            },
      ),
    );
  });
  const slow = clock.sleep(PATIENCE, waiting.signal).then((): OpenerResult => ({ outcome: 'opened' }));
  try {
    return await Promise.race([ended, slow]);
  } finally {
    waiting.abort();
    child.unref();
  }
}
