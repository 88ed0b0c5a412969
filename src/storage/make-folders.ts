import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf } from './disk-faults.ts';

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Creates a folder and those above it, unless they exist. Node.js' own way never ends where a file system has no entry for
 * what it should create, as `/proc`.
 *
 * @param mode the permissions of new folders
 * @throws the error of the file system
 */
export function makeFolders(path: string, mode: number): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolders(parent, mode);
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    // Another process may have been faster.
    if (codeOf(error) !== 'EEXIST' || !isFolder(path)) throw error;
  }
}
