import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

// Names that nobody can foresee, so that nothing of anybody else's is met under them, and that nobody would give: each ends
// with sixteen random hex digits. `.gitignore` knows their form.

const random = (): string => randomBytes(8).toString('hex');

const TEMPORARY_FOLDER = /\.(?:new|old)-[0-9a-f]{16}$/;

/** A temporary file beside a file. Short, whatever the name of that is: names may have 255 bytes. */
export const temporaryFile = (path: string): string => join(dirname(path), `.tmp-${random()}`);

/** Whether a name is one of a temporary file of ours. */
export const isTemporaryFile = (name: string): boolean => /^\.tmp-[0-9a-f]{16}$/.test(name);

/** Where a folder is made that is going to take the place of another. */
export const freshFolder = (folder: string): string => `${folder}.new-${random()}`;

/** Where a folder is put while another takes its place. */
export const asideFolder = (folder: string): string => `${folder}.old-${random()}`;

/** Whether a name is one of a folder while it is replaced. */
export const isTemporaryFolder = (name: string): boolean => TEMPORARY_FOLDER.test(name);

/** The name that a folder has in its place: without what is added while it is replaced. */
export const placeOf = (name: string): string => name.replace(TEMPORARY_FOLDER, '');

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

/** The folders that may have been put aside for one. */
export const asidesOf = (folder: string): string[] => besides(folder, 'old');

/** The folders that may have been made to take the place of one. */
export const freshOnesOf = (folder: string): string[] => besides(folder, 'new');
