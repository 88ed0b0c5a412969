import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotWrite } from './disk-faults.ts';

/** Where the content of a file that a user named goes. */
export type Destination =
  /** A regular file, or nothing yet: a new file takes its place. */
  | { readonly kind: 'file'; readonly path: string }
  /** A pipe or a character device: it is written to, and stays what it is. */
  | { readonly kind: 'stream'; readonly path: string }
  /** What this process has open already, such as the file to which a shell has redirected stdout. */
  | { readonly kind: 'descriptor'; readonly descriptor: number };

/** More links in a row are a circle. */
const MOST_LINKS = 40;

/** Folders whose entries stand for open files, not for files: those of a process, and those of macOS. */
const OPEN_FILES = /^(?:\/proc\/(\d+)(?:\/task\/\d+)?|\/dev)\/fd$/;

const refused = (path: string, why: string): Fault =>
  new Fault('usage', `Cannot write ${path}: it ${why}. Name a file.`);

/** What stands in a folder, and whether that is an open file of a process. */
interface Place {
  readonly path: string;
  readonly process: number | undefined;
  readonly descriptor: number;
}

/** The open file that a path leads to, through links or at once: `/dev/stdout`, `/proc/self/fd/3`. */
function openFile(path: string): Place | undefined {
  let at = resolve(path);
  for (let links = 0; links < MOST_LINKS; links += 1) {
    let folder: string;
    try {
      folder = realpathSync(dirname(at));
    } catch {
      return undefined;
    }
    const here = join(folder, basename(at));
    const found = OPEN_FILES.exec(folder);
    if (found && /^\d+$/.test(basename(at))) {
      const owner = found[1] === undefined ? process.pid : Number(found[1]);
      return { path: here, process: owner, descriptor: Number(basename(at)) };
    }
    if (!lstatSync(here, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
    at = resolve(folder, readlinkSync(here));
  }
  return undefined;
}

/** What cannot take a text, and how to say so. */
const REFUSED: readonly (readonly [(stats: Stats) => boolean, string])[] = [
  [(stats) => stats.isDirectory(), 'is a folder'],
  [(stats) => stats.isSocket(), 'is a socket'],
  [(stats) => stats.isBlockDevice(), 'is a block device'],
];

function placed(path: string): Destination {
  const open = openFile(path);
  if (open?.process === process.pid) return { kind: 'descriptor', descriptor: open.descriptor };
  if (open) return { kind: 'stream', path: open.path };
  const own = lstatSync(path, { throwIfNoEntry: false });
  if (!own && /[\\/]$/.test(path)) throw refused(path, 'names a folder');
  if (!own) return { kind: 'file', path };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw refused(path, 'is a link to nothing');
  const reason = REFUSED.find(([holds]) => holds(stats))?.[1];
  if (reason !== undefined) throw refused(path, reason);
  const real = own.isSymbolicLink() ? realpathSync(path) : path;
  return { kind: stats.isFile() ? 'file' : 'stream', path: real };
}

/**
 * Where the content of a file goes. A link is followed and never replaced; a pipe and a character device are written to;
 * a folder, a socket, a block device and a link to nothing are refused. Changes nothing.
 *
 * @throws Fault `usage` where it is refused, `unreadable-file` where it cannot be looked at
 */
export function destinationOf(path: string): Destination {
  if (path === '' || path.includes('\0'))
    throw new Fault('usage', 'An empty name cannot be written to: name a file.');
  try {
    return placed(path);
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
}
