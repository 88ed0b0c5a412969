import { lstatSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotWrite, isDiskError } from './disk-faults.ts';
import { takeLock } from './lock.ts';
import { asideFolder, isTemporaryFolder, finalNameOf } from './temporary-name.ts';
import type { FolderKind } from './write-folder.ts';

/** What removing a folder needs to know about its kind. */
export type RemovableKind = Pick<FolderKind, 'mismatchReason' | 'isLeftover'>;

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Does some work under the lock of a folder, the one that `writeFolder` takes, too. False if another process has it. */
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
 * Removes a folder as a unit: it gets a temporary name first, so that a process that is killed meanwhile leaves nothing that could
 * be taken for the folder. Links are never followed and never removed.
 *
 * @param now milliseconds since 1970, for the lock
 * @returns false if it is not of that kind, or another process is working on it: then it is as it was
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
 * Removes what processes that were killed left of the folders that they were removing or replacing.
 *
 * @param parent the folder in which they are
 * @param isPlace whether a name is one of a folder of that kind
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
      const leftOver = join(parent, name);
      if (!isFolder(leftOver) || !kind.isLeftover(leftOver, place)) return false;
      rmSync(leftOver, { recursive: true, force: true });
      return true;
    });
  }
}
