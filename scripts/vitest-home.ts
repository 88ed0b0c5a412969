import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

function isUsable(folder: () => string): boolean {
  try {
    accessSync(folder(), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Gives vitest a home folder where the user has none, or one that cannot be written: it keeps a token of its web page
 * there, which this project never opens, and ends the process where it cannot. Ended with the process.
 */
export function provideHome(): void {
  if (isUsable(homedir)) return;
  const folder = mkdtempSync(join(tmpdir(), 'home-'));
  process.env['HOME'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
