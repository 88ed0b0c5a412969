import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { FILE_MODES } from './file-modes.ts';
import { cannotWrite, codeOf } from './disk-faults.ts';

/** More that begin in the same second are no coincidence. */
const MOST = 1000;

/**
 * Makes a folder that nobody else has: of any number that ask at once, each gets another.
 *
 * @param nameOf the name of the first, second, third that is tried
 * @returns its name
 * @throws Fault `unreadable-file`
 */
export function claimFolder(parent: string, nameOf: (attempt: number) => string): string {
  const mode = FILE_MODES.private.folder;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const name = nameOf(attempt);
      mkdirSync(parent, { recursive: true, mode });
      try {
        mkdirSync(join(parent, name), { mode });
        return name;
      } catch (error) {
        if (codeOf(error) !== 'EEXIST' || attempt === MOST) throw error;
      }
    }
  } catch (error) {
    throw cannotWrite(join(parent, nameOf(1)), error);
  }
}

/**
 * Makes a private folder where there is none yet, for what somebody else writes.
 *
 * @throws Fault `unreadable-file`
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: FILE_MODES.private.folder });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/** Takes a folder away again that was claimed, and into which nothing was written. */
export function dropEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It holds something, or is gone: then it stays as it is.
  }
}
