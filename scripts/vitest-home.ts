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
 * Gives vitest a temporary home folder if the user has no writable one. Vitest stores a token for its web page there, which
 * this project never opens, and fails if it cannot. The folder is removed when the process ends.
 */
export function provideHome(): void {
  if (isUsable(homedir)) return;
  const folder = mkdtempSync(join(tmpdir(), 'home-'));
  process.env['HOME'] = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
}
