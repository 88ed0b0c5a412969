import { statSync } from 'node:fs';

/** Mode bits that let the group and others read. */
const READABLE = 0o044;

/**
 * Returns a hint if other users of this machine can read the settings file. Returns undefined if they cannot, if there is no
 * such file, and on Windows, which has no such modes. Only a hint: it may be intended, as in a container.
 */
export function permissionWarning(
  file: string,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (platform === 'win32') return undefined;
  let stats;
  try {
    stats = statSync(file, { throwIfNoEntry: false });
  } catch {
    // Reading the settings reports what is wrong with the file.
    return undefined;
  }
  if (!stats?.isFile() || (stats.mode & READABLE) === 0) return undefined;
  const mode = (stats.mode & 0o777).toString(8);
  return `other users of this machine can read it (mode ${mode}), although it contains credentials. Run: chmod 600 ${file}`;
}
