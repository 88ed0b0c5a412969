import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { Fault } from '../fault.ts';
import { FILE_MODES } from './file-modes.ts';
import { cannotWrite, isDiskError } from './disk-faults.ts';
import { takeLock } from './lock.ts';
import {
  asideFolder,
  asideFoldersOf,
  replacementFolder,
  replacementFoldersOf,
  isTemporaryFile,
} from './temporary-name.ts';
import { checkFolderWritable } from './writable.ts';
import { writeFileAtomically } from './write-file.ts';

/** A kind of folder that is written as a unit. */
export interface FolderKind {
  /** What it is called, after "not a": `set of recordings`. */
  readonly noun: string;
  /** Returns why a non-empty folder is not of this kind, or undefined if it is, and may be replaced. */
  readonly mismatchReason: (folder: string) => string | undefined;
  /** Whether a folder with a temporary name is the complete or incomplete leftover of a killed process. */
  readonly isLeftover: (folder: string, place: string) => boolean;
  /** `named` if the user named the place: then the modes of replaced files are kept. */
  readonly access: 'private' | 'named';
}

/** The files of a folder, by their paths within it; those that identify it come first. */
export type FolderFiles = readonly (readonly [path: string, content: string | Uint8Array])[];

/** An entry of a folder, by its path within it. */
interface FolderEntry {
  readonly path: string;
  readonly isFolder: boolean;
  readonly isFile: boolean;
}

/** Yields the entries of a folder at any depth. Links are not followed: one may lead to anything, or back to the folder. */
function* entriesOf(folder: string, within = ''): Generator<FolderEntry> {
  for (const entry of readdirSync(join(folder, within), { withFileTypes: true })) {
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    yield { path, isFolder: entry.isDirectory(), isFile: entry.isFile() };
    if (entry.isDirectory()) yield* entriesOf(folder, path);
  }
}

/** Returns the first entry of a folder, at any depth, that is not known. Paths are relative to the folder. */
export function unknownEntryIn(
  folder: string,
  isKnown: (path: string, isFolder: boolean) => boolean,
): string | undefined {
  return entriesOf(folder).find(
    ({ path, isFolder, isFile }) =>
      !(isFile && isTemporaryFile(basename(path))) && !((isFolder || isFile) && isKnown(path, isFolder)),
  )?.path;
}

/** Whether a path is a folder that contains only known entries. */
export function containsOnly(folder: string, isKnown: (path: string, isFolder: boolean) => boolean): boolean {
  return lstatSync(folder).isDirectory() && unknownEntryIn(folder, isKnown) === undefined;
}

const isEmpty = (folder: string): boolean => readdirSync(folder).length === 0;

/** Returns the actual path of a folder: a link to a folder is followed, and never replaced. */
function realPlace(folder: string, { noun }: FolderKind): string {
  if (folder === '' || folder.includes('\0'))
    throw new Fault('usage', `Cannot write a ${noun} without a valid name. Name a folder.`);
  const own = lstatSync(folder, { throwIfNoEntry: false });
  if (!own || own.isDirectory()) return own ? realpathSync(folder) : folder;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return realpathSync(folder);
  throw new Fault(
    'usage',
    `Cannot write ${folder}: it already exists and is not a folder. Choose another name.`,
  );
}

/** Refuses to replace a folder of another kind. */
function checkKind(place: string, kind: FolderKind): void {
  if (!lstatSync(place, { throwIfNoEntry: false }) || isEmpty(place)) return;
  const why = kind.mismatchReason(place);
  if (why === undefined) return;
  throw new Fault(
    'usage',
    `${place} is not a ${kind.noun} of this tool (${why}), so it is not replaced. Choose another name, or move it away.`,
  );
}

const onDisk = <T>(folder: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw isDiskError(error) ? cannotWrite(folder, error) : error;
  }
};

/**
 * Checks that a folder can be written, without replacing a folder of another kind. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkFolder(folder: string, kind: FolderKind): void {
  onDisk(folder, () => {
    const place = realPlace(folder, kind);
    if (!relative(place, process.cwd()).startsWith('..')) {
      throw new Fault(
        'usage',
        `Cannot write a ${kind.noun} to ${folder}: the command runs in that folder, which cannot be replaced. Name a new folder in it.`,
      );
    }
    checkKind(place, kind);
    checkFolderWritable(dirname(place), folder);
  });
}

/** Finishes what a killed process began: restores the folder it had put aside, and removes its leftovers. */
function recover(place: string, kind: FolderKind): void {
  const asides = asideFoldersOf(place).filter((aside) => kind.isLeftover(aside, place));
  const [last] = asides;
  if (last !== undefined && !lstatSync(place, { throwIfNoEntry: false })) renameSync(last, place);
  for (const leftOver of [
    ...asides,
    ...replacementFoldersOf(place).filter((fresh) => kind.isLeftover(fresh, place)),
  ]) {
    rmSync(leftOver, { recursive: true, force: true });
  }
}

function fill(fresh: string, place: string, files: FolderFiles, { access }: FolderKind): void {
  const { folder: mode, keepsMode } = FILE_MODES[access];
  const modeOf = (path: string): number | undefined => {
    const before = keepsMode ? statSync(path, { throwIfNoEntry: false }) : undefined;
    return before && before.mode & 0o777;
  };
  mkdirSync(fresh, { mode });
  for (const [name, content] of files) {
    writeFileAtomically(join(fresh, name), content, access);
    const oldMode = modeOf(join(place, name));
    if (oldMode !== undefined) chmodSync(join(fresh, name), oldMode);
  }
  const oldMode = modeOf(place);
  if (oldMode !== undefined) chmodSync(fresh, oldMode);
}

/** Replaces a folder, putting the old one aside meanwhile. */
function swap(fresh: string, place: string): void {
  const before = lstatSync(place, { throwIfNoEntry: false });
  const isEmptyBefore = before !== undefined && isEmpty(place);
  if (isEmptyBefore) rmdirSync(place);
  const aside = before && !isEmptyBefore ? asideFolder(place) : undefined;
  if (aside !== undefined) renameSync(place, aside);
  try {
    renameSync(fresh, place);
  } catch (error) {
    if (aside !== undefined) renameSync(aside, place);
    throw error;
  }
  if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
}

/**
 * Writes a folder as a unit: first beside its place, then swapped in. If it is interrupted at any time, either the
 * old or the new folder is complete. Leftovers of a killed process are cleaned up first.
 *
 * @throws Fault `usage` if something else is in the place, `busy` if another process is writing there,
 *   `unreadable-file` if it cannot be written, `secret-in-output` if a text contains a secret that cannot be redacted
 */
export function writeFolder(folder: string, files: FolderFiles, kind: FolderKind): void {
  onDisk(folder, () => {
    const place = realPlace(folder, kind);
    const release = takeLock(join(dirname(place), `.${basename(place)}.lock`), Date.now());
    try {
      recover(place, kind);
      checkKind(place, kind);
      const fresh = replacementFolder(place);
      try {
        fill(fresh, place, files, kind);
        swap(fresh, place);
      } catch (error) {
        rmSync(fresh, { recursive: true, force: true });
        throw error;
      }
    } finally {
      release();
    }
  });
}
