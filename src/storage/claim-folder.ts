import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODES } from './file-modes.ts';
import { cannotWrite, codeOf } from './disk-faults.ts';
import { makeFolders } from './make-folders.ts';

/** Maximum number of names to try; so many name clashes are not coincidence. */
const MAX_ATTEMPTS = 1000;

/**
 * Creates a folder exclusively: concurrent callers each get a different one.
 *
 * @param nameOf returns the name for the first, second, third attempt
 * @returns its name
 * @throws Fault `unreadable-file`
 */
export function claimFolder(parent: string, nameOf: (attempt: number) => string): string {
  const mode = FILE_MODES.private.folder;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const name = nameOf(attempt);
      makeFolders(parent, mode);
      try {
        mkdirSync(join(parent, name), { mode });
        return name;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST' || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  } catch (error) {
    throw cannotWrite(join(parent, nameOf(1)), error);
  }
}

/**
 * Creates a private folder unless it exists, for files that are written by other means.
 *
 * @throws Fault `unreadable-file`
 */
export function makeFolder(folder: string): void {
  try {
    makeFolders(folder, FILE_MODES.private.folder);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/** Removes a claimed folder into which nothing was written. */
export function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It is not empty, or already gone: leave it.
  }
}
