import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../fault.ts';
import { FILE_MODES } from './file-modes.ts';
import { cannotWrite } from './disk-faults.ts';
import { makeFolders } from './make-folders.ts';

// The lock is the kernel's, on an open file: it ends with the process, however the process ends, and no process id is
// ever looked up, because another process may have it by then. The content of the file is for people, and for other
// machines, whose kernels do not know about the lock.

const holder = z.strictObject({ pid: z.int(), host: z.string(), since: z.iso.datetime() });

type Holder = z.infer<typeof holder>;

/** Age after which a lock of another machine, which cannot be checked, counts as abandoned, in milliseconds. */
const ABANDONED_AFTER = 6 * 3_600_000;

/** The locked byte: far beyond the text, because on Windows locked bytes cannot be read. */
const LOCKED_RANGE = { offset: 2 ** 30, length: 1 };

/** Maximum number of attempts to open a file that is removed between opening and locking. */
const MAX_ATTEMPTS = 1000;

/** Loads the library when it is needed, so that nothing else needs a build for this machine. */
function loadLocks(): typeof import('fs-native-extensions') {
  try {
    const native: typeof import('fs-native-extensions') = createRequire(import.meta.url)(
      'fs-native-extensions',
    );
    return native;
  } catch (cause) {
    const message =
      'Files cannot be locked: the package fs-native-extensions has no build that works on this machine. Use another one, or a container (docs/installing.md).';
    throw new Fault('unreadable-file', message, { cause });
  }
}

/** Locks an open file; returns false if another process has locked it. */
function lockOpen(path: string, file: number): boolean {
  const native = loadLocks();
  try {
    return native.tryLock(file, LOCKED_RANGE.offset, LOCKED_RANGE.length);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault(
      'unreadable-file',
      `Cannot lock ${path}: ${why}. Choose a place on a disk of this machine.`,
      {
        cause: error,
      },
    );
  }
}

/** Returns the holder that a lock file names. */
function holderIn(path: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // It is gone, or still being written, or was cut off.
    return undefined;
  }
}

const busy = (path: string, other: Holder | undefined): Fault =>
  new Fault(
    'busy',
    other
      ? `Another run is under way: process ${other.pid} on ${other.host}, since ${other.since}. Wait for it; if that machine is gone, delete ${path}.`
      : `Another run has just taken ${path}. Wait for it.`,
  );

/** Whether a path still leads to an open file. */
function isAt(path: string, file: number): boolean {
  const open = fstatSync(file, { bigint: true });
  const named = statSync(path, { bigint: true, throwIfNoEntry: false });
  return named?.ino === open.ino && named.dev === open.dev;
}

/** Whether a lock is held on another machine, which this machine's kernel cannot know. */
function isElsewhere(other: Holder | undefined, now: number): other is Holder {
  return other !== undefined && other.host !== hostname() && Date.parse(other.since) > now - ABANDONED_AFTER;
}

/** Opens and locks a lock file; returns undefined if it was removed in between and must be opened again. */
function tryLockFile(path: string, now: number): number | undefined {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, FILE_MODES.private.file);
  try {
    // Reading a pipe in its place would block forever.
    if (!fstatSync(file).isFile())
      throw new Fault('unreadable-file', `Cannot lock ${path}: it is not a regular file. Remove it.`);
    const locked = lockOpen(path, file);
    // Releasing a lock removes its file first, so this file may already be obsolete.
    if (!isAt(path, file)) {
      closeSync(file);
      return undefined;
    }
    const other = holderIn(path);
    if (!locked || isElsewhere(other, now)) throw busy(path, other);
    ftruncateSync(file, 0);
    writeSync(
      file,
      JSON.stringify({ pid: process.pid, host: hostname(), since: new Date(now).toISOString() }),
      0,
    );
    return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Releases a lock. The file is removed first: as long as it exists, it is locked. */
function releaseLock(path: string, file: number): void {
  try {
    if (isAt(path, file)) rmSync(path, { force: true });
  } finally {
    closeSync(file);
  }
}

/**
 * Takes a lock, which is a file. Of concurrent callers exactly one gets it. A lock that a dead process left behind is
 * taken over; one of another machine, when it is six hours old.
 *
 * @returns a function that releases the lock
 * @throws Fault `busy` if another process holds it, `unreadable-file` if the place cannot be written or locked
 */
export function takeLock(path: string, now: number): () => void {
  try {
    makeFolders(dirname(path), FILE_MODES.private.folder);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const file = tryLockFile(path, now);
      if (file === undefined) continue;
      let held = true;
      return () => {
        if (held) releaseLock(path, file);
        held = false;
      };
    }
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
  throw busy(path, undefined);
}

/** How long to wait for a lock that others hold only for a moment, in milliseconds, and the pause between two attempts. */
const WAIT = { most: 5000, pause: 10 };

/** Pauses this process. */
const pause = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

/**
 * Does some work while no other process does work under the same lock. Only for work that takes a moment: it waits for the others.
 *
 * @throws Fault as `takeLock` does; `busy` only if the lock is held for seconds
 */
export function withLock<T>(path: string, now: number, work: () => T): T {
  const release = waitForLock(path, now);
  try {
    return work();
  } finally {
    release();
  }
}

function waitForLock(path: string, now: number): () => void {
  for (let waited = 0; ; waited += WAIT.pause) {
    try {
      return takeLock(path, now);
    } catch (error) {
      if (!(error instanceof Fault && error.code === 'busy') || waited >= WAIT.most) throw error;
      pause(WAIT.pause);
    }
  }
}
