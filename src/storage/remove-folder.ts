import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotWrite, isDiskError } from './disk-faults.ts';
import { takeLock } from './lock.ts';
import { asideFolder, isTemporaryFolder, finalNameOf } from './temporary-name.ts';
import type { FolderKind } from './write-folder.ts';

/** The part of a folder kind that removal needs. */
export type RemovableKind = Pick<FolderKind, 'mismatchReason' | 'isLeftover'>;

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Runs some work under the lock of a folder, which `writeFolder` takes as well. Returns false if another process holds it. */
function underLock(folder: string, now: number, work: () => boolean): boolean {
  let release: () => void;
  try {
    release = takeLock(join(dirname(folder), `.${basename(folder)}.lock`), now);
  } catch (error) {
    if (error instanceof Fault && error.code === 'busy') return false;
    throw error;
  }
  try {
    return work();
  } catch (error) {
    throw isDiskError(error) ? cannotWrite(folder, error) : error;
  } finally {
    release();
  }
}

/**
 * Removes a folder as a unit: it is renamed to a temporary name first, so that a process that is killed meanwhile leaves
 * nothing that looks like the folder. Links are never followed and never removed.
 *
 * @param now milliseconds since 1970, for the lock
 * @returns false if it is not of that kind or another process is working on it; it is then unchanged
 * @throws Fault `unreadable-file` if it cannot be removed
 */
export function removeFolder(folder: string, kind: RemovableKind, now: number): boolean {
  return underLock(folder, now, () => {
    if (!isFolder(folder) || kind.mismatchReason(folder) !== undefined) return false;
    const aside = asideFolder(folder);
    renameSync(folder, aside);
    rmSync(aside, { recursive: true, force: true });
    return true;
  });
}

/**
 * Removes the leftovers of killed processes that were removing or replacing folders.
 *
 * @param parent the folder that contains them
 * @param isPlace returns whether a folder of that kind can have this name
 * @throws Fault `unreadable-file` if something cannot be removed
 */
export function removeLeftovers(
  parent: string,
  isPlace: (name: string) => boolean,
  kind: RemovableKind,
  now: number,
): void {
  for (const name of readdirSync(parent).filter(isTemporaryFolder)) {
    const place = join(parent, finalNameOf(name));
    if (!isPlace(finalNameOf(name))) continue;
    underLock(place, now, () => {
      const leftover = join(parent, name);
      if (!isFolder(leftover) || !kind.isLeftover(leftover, place)) return false;
      rmSync(leftover, { recursive: true, force: true });
      return true;
    });
  }
}
