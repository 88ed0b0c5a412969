import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cannotWrite } from './disk-faults.ts';
import { redact } from './redaction.ts';

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

function fill(path: string, contents: Iterable<string | Uint8Array>): void {
  const file = openSync(path, 'w');
  try {
    for (const content of contents) writeFileSync(file, content);
  } finally {
    closeSync(file);
  }
}

/** Whether the disk is at fault, and not what was to be written. */
const isOfDisk = (error: unknown): error is Error => error instanceof Error && 'syscall' in error;

/** To a temporary file beside it, which then takes its place. Missing folders are made. */
function intoPlace(path: string, contents: Iterable<string | Uint8Array>): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    fill(temporary, contents);
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    if (!isOfDisk(error)) throw error;
    throw cannotWrite(path, error);
  }
}

/**
 * Writes a file whole or not at all. A text passes the choke point; bytes are pictures and archives of texts that have.
 *
 * @throws Fault `unreadable-file` where the place cannot be written, `secret-in-output` where the text holds one
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  intoPlace(path, [typeof content === 'string' ? redact(content) : content]);
}

/**
 * Writes a text whole or not at all that is never held whole. Its pieces pass the choke point, so no two of them may
 * share a secret: a piece is a line, or an entry.
 *
 * @throws Fault as `writeWhole` does
 */
export function writePieces(path: string, pieces: Iterable<string>): void {
  intoPlace(
    path,
    gathered(pieces).map((piece) => redact(piece)),
  );
}
