import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { Fault } from '../contract/fault.ts';
import { cannotWrite } from './disk-faults.ts';

const holder = z.strictObject({ pid: z.int(), host: z.string(), since: z.iso.datetime() });

/** After so long a holder on another machine, which cannot be asked, is taken for dead. Milliseconds. */
const FORGOTTEN = 6 * 3_600_000;

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and another user's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Who holds a lock, where somebody who is still at work does. */
function holderOf(path: string, now: number): z.infer<typeof holder> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // It is gone, or was cut off while it was written: whoever wrote it is dead.
    return undefined;
  }
  const { data } = holder.safeParse(value);
  if (!data) return undefined;
  const alive = data.host === hostname() ? isRunning(data.pid) : Date.parse(data.since) > now - FORGOTTEN;
  return alive ? data : undefined;
}

function makeFolder(path: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Takes a lock, which is a file. One that a dead process left behind is taken over.
 *
 * @returns gives the lock back
 * @throws Fault `busy` where somebody else holds it, `unreadable-file` where the place cannot be written
 */
export function takeLock(path: string, now: number): () => void {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), since: new Date(now).toISOString() });
  makeFolder(path);
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      // Fails where the file is there: of two at once, one gets it.
      writeFileSync(path, own, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EEXIST') throw cannotWrite(path, error);
      const other = holderOf(path, now);
      if (other) {
        throw new Fault(
          'busy',
          `Another run is under way: process ${other.pid} on ${other.host}, since ${other.since}. Wait for it; if it is none of yours, delete ${path}.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
  throw new Fault('busy', `Another run has just taken ${path}. Wait for it.`);
}
