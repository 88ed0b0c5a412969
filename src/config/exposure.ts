import { statSync } from 'node:fs';

/** Group and others may read. */
const READABLE = 0o044;

/**
 * A remark where others on this machine can read the file of the settings; undefined where they cannot, where there is no
 * file, and on Windows, which has no such modes. A hint: it may be meant so, as in a container.
 */
export function exposureOf(file: string, platform: NodeJS.Platform = process.platform): string | undefined {
  if (platform === 'win32') return undefined;
  let stats;
  try {
    stats = statSync(file, { throwIfNoEntry: false });
  } catch {
    // Whoever reads the settings says what is wrong with the file.
    return undefined;
  }
  if (!stats?.isFile() || (stats.mode & READABLE) === 0) return undefined;
  const mode = (stats.mode & 0o777).toString(8);
  return `other users of this machine can read it (mode ${mode}), and it holds credentials: chmod 600 ${file}`;
}
