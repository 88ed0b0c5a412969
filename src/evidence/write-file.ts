import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fault } from '../contract/fault.ts';

/**
 * Writes a file whole or not at all: to a temporary file beside it, which then takes its place. Missing
 * folders are made.
 *
 * @throws Fault `unreadable-file` where the place cannot be written
 */
export function writeWhole(path: string, text: string): void {
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  } catch (error) {
    if (existsSync(temporary)) rmSync(temporary);
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('unreadable-file', `Cannot write ${path}: ${why}. Choose another place, or make room.`, {
      cause: error,
    });
  }
}
