import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../contract/fault.ts';
import { redact } from './redaction.ts';

/**
 * Writes a file whole or not at all: to a temporary file beside it, which then takes its place. Missing
 * folders are made. A text passes the choke point; bytes are pictures and archives of texts that have.
 *
 * @throws Fault `unreadable-file` where the place cannot be written, `secret-in-output` where the text holds one
 */
export function writeWhole(path: string, content: string | Uint8Array): void {
  const safe = typeof content === 'string' ? redact(content) : content;
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, safe);
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('unreadable-file', `Cannot write ${path}: ${why}. Choose another place, or make room.`, {
      cause: error,
    });
  }
}
