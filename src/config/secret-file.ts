import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Fault } from '../fault.ts';
import { codeOf } from '../storage/disk-faults.ts';
import { readBytes } from '../storage/read-bytes.ts';
import { decodeText } from '../storage/read-text.ts';

/** A secret in a file of its own, read once. */
export interface SecretFile {
  /** Where it is. */
  readonly path: string;
  /** Returns the secret without the line break at its end, or why there is none, as the end of "JIRA_API_TOKEN_FILE …". */
  readonly read: () => { readonly value: string } | { readonly fault: string };
  /** Returns as much of it as can be read. Never waits for a pipe. */
  readonly lenient: () => string;
}

/** No secret is longer, in bytes. */
const MAX_BYTES = 2 ** 16;

/** Causes of a failure to read, by the code of the system. */
const CAUSES: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EISDIR: 'is a folder',
  EACCES: 'must not be read by you',
  EPERM: 'must not be read by you',
};

/**
 * Returns where the file of a secret is.
 *
 * @param folder the folder that a relative path starts from
 * @param home the folder that `~` stands for, if it is known
 */
export function secretPath(path: string, folder: string, home: string | undefined): string {
  if (home !== undefined && /^~[/\\]/.test(path)) return join(home, path.slice(2));
  return isAbsolute(path) ? path : join(folder, path);
}

const withoutLastBreak = (text: string): string => text.replace(/[\r\n]+$/, '');

function isShortFile(path: string): boolean {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats?.isFile() === true && stats.size <= MAX_BYTES;
  } catch {
    return false;
  }
}

/** The message never contains the path: a password that was pasted in its place would be shown. */
const refused = (why: string): { fault: string } => ({ fault: `names a file that ${why}` });

function readOnce(path: string): ReturnType<SecretFile['read']> {
  let bytes: Buffer;
  try {
    bytes = readBytes(path);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const code = codeOf(error.cause);
    if (code === undefined) return refused('is too large, or a pipe that nothing comes out of');
    return refused(CAUSES[code] ?? `cannot be read (${code})`);
  }
  if (bytes.length > MAX_BYTES) return refused('is larger than a secret can be');
  const text = decodeText(bytes);
  if (text === undefined) {
    return refused('is not written in UTF-8; in PowerShell, write it with "Out-File -Encoding utf8"');
  }
  const value = withoutLastBreak(text);
  return value === '' ? refused('is empty') : { value };
}

/** Opens the file of a secret. It is read once, at its first use, because a pipe can be read only once. */
export function openSecretFile(path: string): SecretFile {
  let result: ReturnType<SecretFile['read']> | undefined;
  const read = (): ReturnType<SecretFile['read']> => (result ??= readOnce(path));
  return {
    path,
    read,
    lenient: () => {
      // Never start to read a pipe here: its writer may not be done. Use what was read before.
      if (result === undefined && !isShortFile(path)) return '';
      const known = read();
      if ('value' in known) return known.value;
      // UTF-16 without a byte order mark is refused when it is used, but it must be known all the same.
      try {
        return isShortFile(path) ? withoutLastBreak(readFileSync(path, 'latin1').replaceAll('\0', '')) : '';
      } catch {
        return '';
      }
    },
  };
}
