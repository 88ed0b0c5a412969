import { closeSync, fchmodSync, openSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { FILE_MODES, type FileAccess } from './file-modes.ts';
import { destinationOf } from './destination.ts';
import { cannotWrite, isDiskError } from './disk-faults.ts';
import { makeFolders } from './make-folders.ts';
import { redact } from '../secrets/redaction.ts';
import { temporaryFile } from './temporary-name.ts';
import { writeToDescriptor, writeStream } from './write-stream.ts';

/** Number of characters that are redacted and written at a time. */
const BATCH_LENGTH = 2 ** 20;

/** Groups pieces into batches, so that neither redaction nor the disk is called for each piece. */
function* batched(pieces: Iterable<string>): Generator<string> {
  let batch: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    batch.push(piece);
    length += piece.length;
    if (length < BATCH_LENGTH) continue;
    yield batch.join('');
    batch = [];
    length = 0;
  }
  yield batch.join('');
}

/**
 * Creates a file that does not exist yet, with its content.
 *
 * @param keptMode the mode of the file that it replaces
 */
function fill(
  path: string,
  contents: Iterable<string | Uint8Array>,
  mode: number,
  keptMode: number | undefined,
): void {
  const file = openSync(path, 'wx', mode);
  try {
    if (keptMode !== undefined) fchmodSync(file, keptMode);
    for (const content of contents) writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
}

/** Writes a temporary file beside the target, then renames it. Creates missing folders. */
function replaceFile(path: string, contents: Iterable<string | Uint8Array>, access: FileAccess): void {
  const { file: mode, folder, keepsMode } = FILE_MODES[access];
  const temporary = temporaryFile(path);
  try {
    makeFolders(dirname(path), folder);
    const before = keepsMode ? statSync(path, { throwIfNoEntry: false }) : undefined;
    fill(temporary, contents, mode, before && before.mode & 0o777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function writeTo(path: string, contents: Iterable<string | Uint8Array>, access: FileAccess): void {
  const destination = destinationOf(path);
  try {
    if (destination.kind === 'file') replaceFile(destination.path, contents, access);
    else if (destination.kind === 'stream') writeStream(destination.path, contents);
    else writeToDescriptor(destination.descriptor, contents);
  } catch (error) {
    throw isDiskError(error) ? cannotWrite(path, error) : error;
  }
}

/**
 * Writes a file completely or not at all. Text is redacted; bytes are pictures and archives made of redacted text. A
 * pipe, a device and an open file are written to, a link is followed (`destinationOf`).
 *
 * @param access who may read the file
 * @throws Fault `unreadable-file` or `usage` if the place cannot be written, `secret-in-output` if the text contains
 *   a secret
 */
export function writeFileAtomically(
  path: string,
  content: string | Uint8Array,
  access: FileAccess = 'private',
): void {
  writeTo(path, [typeof content === 'string' ? redact(content) : content], access);
}

/**
 * Writes a text completely or not at all, without holding all of it in memory. The pieces are redacted, so a secret
 * must not span two of them: a piece is a line, or an entry.
 *
 * @throws Fault as `writeFileAtomically` does
 */
export function writePiecesAtomically(
  path: string,
  pieces: Iterable<string>,
  access: FileAccess = 'private',
): void {
  writeTo(
    path,
    batched(pieces).map((piece) => redact(piece)),
    access,
  );
}
