import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Fault } from '../fault.ts';
import { destinationOf } from './destination.ts';
import { cannotWrite } from './disk-faults.ts';
import { temporaryFile } from './temporary-name.ts';

// The places that a command will write are checked before it sends any request: requests whose answers cannot be
// stored are wasted. A check leaves nothing behind.

const exists = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Checks that a file can be created in a folder, which need not exist yet, by creating one and removing it.
 *
 * @param path the file that will be written, for the message
 * @throws Fault `unreadable-file`
 */
export function checkFolderWritable(folder: string, path = folder): void {
  try {
    let at = resolve(folder);
    while (!exists(at) && dirname(at) !== at) at = dirname(at);
    const probe = temporaryFile(`${at}/probe`);
    closeSync(openSync(probe, 'wx', 0o600));
    rmSync(probe, { force: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Checks that a file can be written. Whether a pipe has a reader is not checked: opening and closing it would signal
 * the end of the data.
 *
 * @throws Fault `unreadable-file` or `usage`
 */
export function checkFileWritable(path: string): void {
  const destination = destinationOf(path);
  if (destination.kind === 'file') checkFolderWritable(dirname(destination.path), path);
}

/**
 * Checks that a journal can be continued or created.
 *
 * @throws Fault `unreadable-file` or `usage`
 */
export function checkJournalWritable(path: string): void {
  if (path === '' || path.includes('\0'))
    throw new Fault('usage', 'Cannot write a file without a valid name. Name a file.');
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats && exists(path)) {
      // A link is followed, but no folder is created behind it.
      return checkFolderWritable(realpathSync(dirname(resolve(dirname(path), readlinkSync(path)))), path);
    }
    if (!stats) return checkFolderWritable(dirname(path), path);
    if (!stats.isFile())
      throw new Fault('unreadable-file', `Cannot write ${path}: it is not a regular file. Name another one.`);
    closeSync(openSync(path, constants.O_WRONLY | constants.O_APPEND));
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
}
