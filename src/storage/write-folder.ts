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
import { cannotWrite, isOfDisk } from './disk-faults.ts';
import { takeLock } from './lock.ts';
import { asideFolder, asidesOf, freshFolder, freshOnesOf, isTemporaryFile } from './temporary-name.ts';
import { checkFolderWritable } from './writable.ts';
import { writeFileAtomically } from './write-file.ts';

/** A kind of folder that is written as one. */
export interface FolderKind {
  /** What it is, after "no": `set of recordings`. */
  readonly noun: string;
  /** Why a folder that is not empty is none of this kind; undefined where it is one, and may be replaced. */
  readonly strangeness: (folder: string) => string | undefined;
  /** Whether a folder under a temporary name of ours is what a killed process left of one, whole or begun. */
  readonly isLeftOver: (folder: string, place: string) => boolean;
  /** `named` where the user names the place: then the modes of what is replaced are kept. */
  readonly access: 'private' | 'named';
}

/** The files of a folder, by their paths within it; those that mark it as ours come first. */
export type FolderFiles = readonly (readonly [path: string, content: string | Uint8Array])[];

/** The first entry of a folder, or of one in it, that a rule does not know. Paths are within the folder. */
export function strangerIn(
  folder: string,
  isKnown: (path: string, isFolder: boolean) => boolean,
): string | undefined {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(({ name }) => !isTemporaryFile(name))
    .map((entry) => ({
      path: join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
      isFolder: entry.isDirectory(),
      isPlain: entry.isDirectory() || entry.isFile(),
    }))
    .find(({ path, isFolder, isPlain }) => !isPlain || !isKnown(path, isFolder))?.path;
}

/** Whether a folder holds files, none but known ones. */
export function holdsOnly(folder: string, isKnown: (path: string, isFolder: boolean) => boolean): boolean {
  return lstatSync(folder).isDirectory() && strangerIn(folder, isKnown) === undefined;
}

const isEmpty = (folder: string): boolean => readdirSync(folder).length === 0;

/** Where a folder really is: a link to a folder is followed, and never replaced. */
function realPlace(folder: string, { noun }: FolderKind): string {
  if (folder === '' || folder.includes('\0'))
    throw new Fault('usage', `An empty name cannot name a ${noun}.`);
  const own = lstatSync(folder, { throwIfNoEntry: false });
  if (!own || own.isDirectory()) return own ? realpathSync(folder) : folder;
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return realpathSync(folder);
  throw new Fault(
    'usage',
    `Cannot write ${folder}: it is there already, and is no folder. Choose another name.`,
  );
}

/** Refuses to replace what is none of ours. */
function checkOurs(place: string, kind: FolderKind): void {
  if (!lstatSync(place, { throwIfNoEntry: false }) || isEmpty(place)) return;
  const why = kind.strangeness(place);
  if (why === undefined) return;
  throw new Fault(
    'usage',
    `${place} is no ${kind.noun} of this tool (${why}) and is not replaced. Choose another name, or move it away.`,
  );
}

const onDisk = <T>(folder: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw isOfDisk(error) ? cannotWrite(folder, error) : error;
  }
};

/**
 * Makes sure that a folder can be written, and replaces nothing but one of its kind. Changes nothing.
 *
 * @throws Fault `usage` or `unreadable-file`
 */
export function checkFolder(folder: string, kind: FolderKind): void {
  onDisk(folder, () => {
    const place = realPlace(folder, kind);
    if (!relative(place, process.cwd()).startsWith('..')) {
      throw new Fault(
        'usage',
        `Cannot write a ${kind.noun} to ${folder}: the command runs in that folder, which cannot be replaced. Name a new one in it.`,
      );
    }
    checkOurs(place, kind);
    checkFolderWritable(dirname(place), folder);
  });
}

/** Ends what a killed process began: puts back what it had put aside, and takes away what it left over. */
function tidy(place: string, kind: FolderKind): void {
  const asides = asidesOf(place).filter((one) => kind.isLeftOver(one, place));
  const [last] = asides;
  if (last !== undefined && !lstatSync(place, { throwIfNoEntry: false })) renameSync(last, place);
  for (const one of [...asides, ...freshOnesOf(place).filter((fresh) => kind.isLeftOver(fresh, place))]) {
    rmSync(one, { recursive: true, force: true });
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
    const kept = modeOf(join(place, name));
    if (kept !== undefined) chmodSync(join(fresh, name), kept);
  }
  const kept = modeOf(place);
  if (kept !== undefined) chmodSync(fresh, kept);
}

/** Puts a folder in the place of another, which is put aside meanwhile. */
function swap(fresh: string, place: string): void {
  const before = lstatSync(place, { throwIfNoEntry: false });
  const holdsNothing = before !== undefined && isEmpty(place);
  if (holdsNothing) rmdirSync(place);
  const aside = before && !holdsNothing ? asideFolder(place) : undefined;
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
 * Writes a folder as one: beside its place first, which it then takes. Cut off at any moment it leaves the old folder whole,
 * or the new one. What a killed process left of such a writing is tidied up first.
 *
 * @throws Fault `usage` where something else is in the place, `busy` where another process is writing there,
 *   `unreadable-file` where it cannot be written, `secret-in-output` where a text would hold a secret
 */
export function writeFolder(folder: string, files: FolderFiles, kind: FolderKind): void {
  onDisk(folder, () => {
    const place = realPlace(folder, kind);
    const release = takeLock(join(dirname(place), `.${basename(place)}.lock`), Date.now());
    try {
      tidy(place, kind);
      checkOurs(place, kind);
      const fresh = freshFolder(place);
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
