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

// What a command is going to write is looked at before it asks a site for anything: requests that are spent on answers
// which cannot be kept are lost. Nothing is left behind by a look.

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/**
 * Makes sure that a file can be made in a folder, which need not be there yet, by making one and taking it away.
 *
 * @param path what is going to be written, for the message
 * @throws Fault `unreadable-file`
 */
export function checkFolderWritable(folder: string, path = folder): void {
  try {
    let at = resolve(folder);
    while (!isThere(at) && dirname(at) !== at) at = dirname(at);
    const probe = temporaryFile(`${at}/probe`);
    closeSync(openSync(probe, 'wx', 0o600));
    rmSync(probe, { force: true });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Makes sure that a file can be written. Whether anybody reads from a pipe is not looked at: opening and closing it would
 * be taken for the end of what is written.
 *
 * @throws Fault `unreadable-file` or `usage`
 */
export function checkFileWritable(path: string): void {
  const destination = destinationOf(path);
  if (destination.kind === 'file') checkFolderWritable(dirname(destination.path), path);
}

/**
 * Makes sure that a journal can be continued, or begun.
 *
 * @throws Fault `unreadable-file`
 */
export function checkJournalWritable(path: string): void {
  if (path === '' || path.includes('\0'))
    throw new Fault('usage', 'An empty name cannot be written to: name a file.');
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (!stats && isThere(path)) {
      // A link is followed, and no folder is made behind it.
      return checkFolderWritable(realpathSync(dirname(resolve(dirname(path), readlinkSync(path)))), path);
    }
    if (!stats) return checkFolderWritable(dirname(path), path);
    if (!stats.isFile()) throw new Fault('unreadable-file', `Cannot write ${path}: it is no regular file.`);
    closeSync(openSync(path, constants.O_WRONLY | constants.O_APPEND));
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
}
