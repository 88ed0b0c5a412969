import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
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

// The lock is the kernel's, on an open file: it ends with the process, however that ends, and no number of a process is
// ever asked for, which another one may have by then. What the file says is for people, and for other machines, whose
// kernels know nothing of it.

const holder = z.strictObject({ pid: z.int(), host: z.string(), since: z.iso.datetime() });

type Holder = z.infer<typeof holder>;

/** After so long a holder on another machine, which cannot be asked, is taken for dead. Milliseconds. */
const FORGOTTEN = 6 * 3_600_000;

/** The byte that is locked: far behind the text, because Windows lets nobody read what is locked. */
const LOCKED = { offset: 2 ** 30, length: 1 };

/** A file that was taken away between opening and locking it is opened anew, so many times. */
const ATTEMPTS = 1000;

/** Loads the locks when they are needed, so that nothing else needs a build for this machine. */
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

/** Locks an open file; false where somebody else has. */
function lockOpen(path: string, file: number): boolean {
  const native = loadLocks();
  try {
    return native.tryLock(file, LOCKED.offset, LOCKED.length);
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

/** Who a lock file says that it is of. */
function holderIn(path: string): Holder | undefined {
  try {
    return holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // It is gone, or is being written, or was cut off.
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

/** Whether whoever a lock file is of is to be waited for, although this machine's kernel knows of nobody. */
function isElsewhere(other: Holder | undefined, now: number): other is Holder {
  return other !== undefined && other.host !== hostname() && Date.parse(other.since) > now - FORGOTTEN;
}

/** Opens and locks a lock file; undefined where it was taken away in between, and has to be opened anew. */
function hold(path: string, now: number): number | undefined {
  const { O_RDWR, O_CREAT, O_NOFOLLOW, O_NONBLOCK } = constants;
  const file = openSync(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, FILE_MODES.private.file);
  try {
    // Reading from a pipe that stands in its place would wait for ever.
    if (!fstatSync(file).isFile())
      throw new Fault('unreadable-file', `Cannot lock ${path}: it is no regular file. Take it away.`);
    const locked = lockOpen(path, file);
    // Whoever gives a lock back takes its file away first: then this is the file of nobody.
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

/** Gives a lock back. The file goes first: as long as it is there, it is locked. */
function giveBack(path: string, file: number): void {
  try {
    if (isAt(path, file)) rmSync(path, { force: true });
  } finally {
    closeSync(file);
  }
}

/**
 * Takes a lock, which is a file. Of any number that try at once, one gets it. One that a dead process left behind is taken
 * over, one of another machine when it is six hours old.
 *
 * @returns gives the lock back
 * @throws Fault `busy` where somebody else holds it, `unreadable-file` where the place cannot be written or locked
 */
export function takeLock(path: string, now: number): () => void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: FILE_MODES.private.folder });
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const file = hold(path, now);
      if (file === undefined) continue;
      let held = true;
      return () => {
        if (held) giveBack(path, file);
        held = false;
      };
    }
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
  throw busy(path, undefined);
}
