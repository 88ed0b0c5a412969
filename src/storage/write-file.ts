import {
  closeSync,
  fchmodSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODES, type FileAccess } from './file-modes.ts';
import { destinationOf } from './destination.ts';
import { cannotWrite, isOfDisk } from './disk-faults.ts';
import { redact } from '../secrets/redaction.ts';
import { temporaryFile } from './temporary-name.ts';
import { pour, writeStream } from './write-stream.ts';

/** So many characters are made safe and written at once. */
const AT_ONCE = 2 ** 20;

/** Pieces gathered, so that neither the choke point nor the disk is called for each. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let held: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    held.push(piece);
    length += piece.length;
    if (length < AT_ONCE) continue;
    yield held.join('');
    held = [];
    length = 0;
  }
  yield held.join('');
}

/** Fills a new file, which must not be there yet. */
function fill(
  path: string,
  contents: Iterable<string | Uint8Array>,
  mode: number,
  kept: number | undefined,
): void {
  const file = openSync(path, 'wx', mode);
  try {
    if (kept !== undefined) fchmodSync(file, kept);
    for (const content of contents) writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
}

/** To a temporary file beside it, which then takes its place. Missing folders are made. */
function replaceFile(path: string, contents: Iterable<string | Uint8Array>, access: FileAccess): void {
  const { file: mode, folder, keepsMode } = FILE_MODES[access];
  const temporary = temporaryFile(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: folder });
    const before = keepsMode ? statSync(path, { throwIfNoEntry: false }) : undefined;
    fill(temporary, contents, mode, before && before.mode & 0o777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function intoPlace(path: string, contents: Iterable<string | Uint8Array>, access: FileAccess): void {
  const destination = destinationOf(path);
  try {
    if (destination.kind === 'file') replaceFile(destination.path, contents, access);
    else if (destination.kind === 'stream') writeStream(destination.path, contents);
    else pour(destination.descriptor, contents);
  } catch (error) {
    throw isOfDisk(error) ? cannotWrite(path, error) : error;
  }
}

/**
 * Writes a file whole or not at all. A text passes the choke point; bytes are pictures and archives of texts that have.
 * A pipe, a device and an open file are written to, a link is followed (`destinationOf`).
 *
 * @param access who may read it
 * @throws Fault `unreadable-file` or `usage` where the place cannot be written, `secret-in-output` where the text holds one
 */
export function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  access: FileAccess = 'private',
): void {
  intoPlace(path, [typeof content === 'string' ? redact(content) : content], access);
}

/**
 * Writes a text whole or not at all that is never held whole. Its pieces pass the choke point, so no two of them may
 * share a secret: a piece is a line, or an entry.
 *
 * @throws Fault as `writeWhole` does
 */
export function writePiecesAtomically(
  path: string,
  pieces: Iterable<string>,
  access: FileAccess = 'private',
): void {
  intoPlace(
    path,
    gathered(pieces).map((piece) => redact(piece)),
    access,
  );
}
