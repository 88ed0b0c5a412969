import { lstatSync, readlinkSync, realpathSync, statSync, type Stats } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Fault } from '../fault.ts';
import { cannotWrite } from './disk-faults.ts';

/** Where the content of a file that a user named is written. */
export type Destination =
  /** A regular file, or nothing yet: a new file replaces it. */
  | { readonly kind: 'file'; readonly path: string }
  /** A pipe or a character device: it is written to and stays. */
  | { readonly kind: 'stream'; readonly path: string }
  /** A file that this process already has open, such as the target of a stdout redirection. */
  | { readonly kind: 'descriptor'; readonly descriptor: number };

/** Maximum number of links in a row; more mean a cycle. */
const MAX_LINKS = 40;

/** Folders whose entries are open file descriptors: those of a process on Linux, and `/dev/fd` on macOS. */
const OPEN_FILES = /^(?:\/proc\/(\d+)(?:\/task\/\d+)?|\/dev)\/fd$/;

const refused = (path: string, why: string): Fault =>
  new Fault('usage', `Cannot write ${path}: it ${why}. Name a file.`);

/** An open file descriptor of a process, by its path. */
interface OpenDescriptor {
  readonly path: string;
  readonly process: number | undefined;
  readonly descriptor: number;
}

/** Returns the open descriptor that a path leads to, directly or through links: `/dev/stdout`, `/proc/self/fd/3`. */
function openFile(path: string): OpenDescriptor | undefined {
  let at = resolve(path);
  for (let links = 0; links < MAX_LINKS; links += 1) {
    let folder: string;
    try {
      folder = realpathSync(dirname(at));
    } catch {
      return undefined;
    }
    const entry = join(folder, basename(at));
    const found = OPEN_FILES.exec(folder);
    if (found && /^\d+$/.test(basename(at))) {
      const owner = found[1] === undefined ? process.pid : Number(found[1]);
      return { path: entry, process: owner, descriptor: Number(basename(at)) };
    }
    if (!lstatSync(entry, { throwIfNoEntry: false })?.isSymbolicLink()) return undefined;
    at = resolve(folder, readlinkSync(entry));
  }
  return undefined;
}

/** Kinds of files that text cannot be written to, each with its message. */
const REFUSED: readonly (readonly [(stats: Stats) => boolean, string])[] = [
  [(stats) => stats.isDirectory(), 'is a folder'],
  [(stats) => stats.isSocket(), 'is a socket'],
  [(stats) => stats.isBlockDevice(), 'is a block device'],
];

function destinationAt(path: string): Destination {
  const open = openFile(path);
  if (open?.process === process.pid) return { kind: 'descriptor', descriptor: open.descriptor };
  if (open) return { kind: 'stream', path: open.path };
  const own = lstatSync(path, { throwIfNoEntry: false });
  if (!own && /[\\/]$/.test(path)) throw refused(path, 'names a folder');
  if (!own) return { kind: 'file', path };
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw refused(path, 'is a broken link');
  const reason = REFUSED.find(([holds]) => holds(stats))?.[1];
  if (reason !== undefined) throw refused(path, reason);
  const real = own.isSymbolicLink() ? realpathSync(path) : path;
  return { kind: stats.isFile() ? 'file' : 'stream', path: real };
}

/**
 * Returns where the content of a file is written. A link is followed and never replaced; a pipe and a character
 * device are written to; a folder, a socket, a block device and a broken link are refused. Changes nothing.
 *
 * @throws Fault `usage` if it is refused, `unreadable-file` if it cannot be inspected
 */
export function destinationOf(path: string): Destination {
  if (path === '' || path.includes('\0'))
    throw new Fault('usage', 'Cannot write a file without a valid name. Name a file.');
  try {
    return destinationAt(path);
  } catch (error) {
    throw error instanceof Fault ? error : cannotWrite(path, error);
  }
}
