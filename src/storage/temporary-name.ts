import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

// The names are unpredictable, so that they never collide with a foreign file, and recognisable: each ends in sixteen
// random hex digits. `.gitignore` lists their form.

const random = (): string => randomBytes(8).toString('hex');

const TEMPORARY_FOLDER = /\.(?:new|old)-[0-9a-f]{16}$/;

/**
 * Returns the path of a temporary file beside a file. The name is short, because file names are limited to 255 bytes.
 */
export const temporaryFile = (path: string): string => join(dirname(path), `.tmp-${random()}`);

/** Whether a name is that of a temporary file of this tool. */
export const isTemporaryFile = (name: string): boolean => /^\.tmp-[0-9a-f]{16}$/.test(name);

/** Returns the path under which the replacement of a folder is made. */
export const replacementFolder = (folder: string): string => `${folder}.new-${random()}`;

/** Returns the path to which a folder is moved while it is replaced. */
export const asideFolder = (folder: string): string => `${folder}.old-${random()}`;

/** Whether a name is that of a folder during its replacement. */
export const isTemporaryFolder = (name: string): boolean => TEMPORARY_FOLDER.test(name);

/** Returns the final name of a folder: without what is added during its replacement. */
export const finalNameOf = (name: string): string => name.replace(TEMPORARY_FOLDER, '');

const besides = (folder: string, part: 'new' | 'old'): string[] => {
  const start = `${basename(folder)}.${part}-`;
  let names: string[];
  try {
    names = readdirSync(dirname(folder));
  } catch {
    return [];
  }
  return names
    .filter((name) => name.startsWith(start) && /^[0-9a-f]{16}$/.test(name.slice(start.length)))
    .toSorted()
    .map((name) => join(dirname(folder), name));
};

/** Returns the folders that may have been put aside while this one was replaced. */
export const asideFoldersOf = (folder: string): string[] => besides(folder, 'old');

/** Returns the folders that may have been made to replace this one. */
export const replacementFoldersOf = (folder: string): string[] => besides(folder, 'new');
