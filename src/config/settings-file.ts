import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { readText } from '../storage/read-text.ts';

type Parsed = Readonly<Record<string, string>>;

/** A settings file such as `.env`, read once. */
export interface SettingsFile {
  readonly path: string;
  /**
   * Returns the variables that the file sets; none if there is no such file.
   *
   * @throws Fault `unreadable-file`
   */
  readonly values: () => Parsed;
  /**
   * Returns as many variables as can be read: for secrets, which must be known whatever is wrong with the file, and for
   * hints. Never throws, and never waits for a pipe.
   */
  readonly lenient: () => Parsed;
}

/** UTF-16 without a byte order mark is refused when the settings are used, but its secrets must be known all the same. */
function parseLeniently(path: string): Parsed {
  try {
    return parse(readFileSync(path, 'latin1').replaceAll('\0', ''));
  } catch {
    return {};
  }
}

function isRegular(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** Opens a settings file. It is read once, at its first use, because a pipe can be read only once. */
export function openSettingsFile(path: string): SettingsFile {
  let read: { readonly values: Parsed } | { readonly error: unknown } | undefined;
  const readOnce = (): { readonly values: Parsed } | { readonly error: unknown } => {
    try {
      read ??= { values: existsSync(path) ? parse(readText(path)) : {} };
    } catch (error) {
      read = { error };
    }
    return read;
  };
  return {
    path,
    values: () => {
      const result = readOnce();
      if ('error' in result) throw result.error;
      return result.values;
    },
    lenient: () => {
      // Never start to read a pipe here: its writer may not be done. Use what was read before.
      const result = read ?? (isRegular(path) ? readOnce() : { values: {} });
      if ('values' in result) return result.values;
      return isRegular(path) ? parseLeniently(path) : {};
    },
  };
}
