import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotRead } from '../storage/disk-faults.ts';
import { readJsonWithSchema } from '../storage/read-json.ts';
import { setFileSchema, type RecordingSetInfo } from './recording-schema.ts';
import {
  asideFoldersOf,
  isTemporaryFile,
  isTemporaryFolder,
  finalNameOf,
} from '../storage/temporary-name.ts';

/** The file that makes a folder a recording set. */
export const SET_FILE = 'set.json';

const isSet = (folder: string): boolean => existsSync(join(folder, SET_FILE));

/** Returns the description in a folder, or undefined if it is not a recording set. */
export function setInfoIn(folder: string): RecordingSetInfo | undefined {
  try {
    return readJsonWithSchema(join(folder, SET_FILE), setFileSchema);
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

/** Whether a file name belongs to a set, or is the one that macOS adds to every folder that is opened. */
export const isFileOfSet = (name: string): boolean => /^(?:[a-z0-9-]+\.json|\.DS_Store)$/.test(name);

/**
 * Whether a folder is a leftover of writing a set (the old one put aside, or the new one) and contains nothing else.
 */
export const isLeftoverSet = (folder: string, place: string): boolean =>
  lstatSync(folder).isDirectory() &&
  (readdirSync(folder).every(isTemporaryFile) ||
    (setInfoIn(folder)?.name === basename(place) &&
      readdirSync(folder).every((name) => isFileOfSet(name) || isTemporaryFile(name))));

/** Whether anything exists at a place. At a path that no file system allows, nothing can exist. */
function exists(place: string): boolean {
  try {
    return lstatSync(place, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Returns the folder of a set: its own, or the one in which an interrupted writer had put it aside. Changes nothing.
 *
 * @returns undefined if there is no such set
 */
export function setFolder(name: string, folder: string): string | undefined {
  const place = join(folder, name);
  if (basename(place) !== name) return undefined;
  if (isSet(place)) return place;
  if (exists(place)) return undefined;
  return asideFoldersOf(place).find((aside) => setInfoIn(aside)?.name === name);
}

/** A set that was found by its name. */
interface FoundSet {
  readonly name: string;
  /** Its description; undefined if it is broken, which is reported when the set is read. */
  readonly info: RecordingSetInfo | undefined;
}

/** Returns the set of a name; undefined also for a copy of another set, whose description has another name. */
function findSet(name: string, folder: string): FoundSet | undefined {
  const own = setFolder(name, folder);
  const info = own === undefined ? undefined : setInfoIn(own);
  return own !== undefined && (info?.name ?? name) === name ? { name, info } : undefined;
}

/** Whether a name leads to that set, and not to a copy of another set. */
export function isSetNamed(name: string, folder: string): boolean {
  return findSet(name, folder) !== undefined;
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw cannotRead(folder, error);
  }
}

/** Returns the sets in a folder, in the order of their names, including those that an interrupted writer had put aside. */
export function setsIn(folder: string): FoundSet[] {
  if (!existsSync(folder)) return [];
  const names = entriesOf(folder).map((name) => (isTemporaryFolder(name) ? finalNameOf(name) : name));
  return [...new Set(names)].toSorted().flatMap((name) => findSet(name, folder) ?? []);
}

/** Returns the names of the sets in a folder, in order. */
export function setNames(folder: string): string[] {
  return setsIn(folder).map(({ name }) => name);
}
