import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { readChecked } from '../storage/read-json.ts';
import { setSchema, type RecordingSetInfo } from './recording-schema.ts';
import { asidesOf, isTemporaryFile, isTemporaryFolder, placeOf } from '../storage/temporary-name.ts';

/** The file that makes a folder a set of recordings. */
export const SET_FILE = 'set.json';

const isSet = (folder: string): boolean => existsSync(join(folder, SET_FILE));

/** What a folder says that it is, where it is a set of recordings; undefined for any other. */
export function setInfoIn(folder: string): RecordingSetInfo | undefined {
  try {
    return readChecked(join(folder, SET_FILE), setSchema);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Whether a name is that of a file of a set, or of what macOS puts into every folder that somebody looks at. */
export const isFileOfSet = (name: string): boolean => /^(?:[a-z0-9-]+\.json|\.DS_Store)$/.test(name);

/** Whether a folder was put aside for a set, or made to take its place, and nothing but that. */
export const isLeftOverSet = (folder: string, place: string): boolean =>
  lstatSync(folder).isDirectory() &&
  (readdirSync(folder).every(isTemporaryFile) ||
    (setInfoIn(folder)?.name === basename(place) &&
      readdirSync(folder).every((name) => isFileOfSet(name) || isTemporaryFile(name))));

/** Whether anything is in a place. In one that no file system has a name for, nothing can be. */
function isTaken(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The folder of a set: its own, or the one in which a writer that was cut off had put it aside. Changes nothing.
 *
 * @returns undefined where there is no such set
 */
export function setFolder(name: string, folder: string): string | undefined {
  const place = join(folder, name);
  if (basename(place) !== name) return undefined;
  if (isSet(place)) return place;
  if (isTaken(place)) return undefined;
  return asidesOf(place).find((aside) => setInfoIn(aside)?.name === name);
}

/** Whether a name leads to a set, and not to the copy of another, whose description has the name of that. */
export function isNamed(name: string, folder: string): boolean {
  const own = setFolder(name, folder);
  return own !== undefined && (setInfoIn(own)?.name ?? name) === name;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

/** The names of the sets in a folder, in order; those that were put aside by a writer that was cut off among them. */
export function setNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = entriesOf(folder).map((name) => (isTemporaryFolder(name) ? placeOf(name) : name));
  return [...new Set(names)].filter((name) => isNamed(name, folder)).toSorted();
}
