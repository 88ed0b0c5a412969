import { existsSync, readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { readText } from '../storage/read-text.ts';

type Parsed = Readonly<Record<string, string>>;

/** A file of settings such as `.env`, read once. */
export interface SettingsFile {
  readonly path: string;
  /**
   * What it sets, by name; nothing where there is no such file.
   *
   * @throws Fault `unreadable-file`
   */
  readonly values: () => Parsed;
  /**
   * What it sets as far as it can be made out: for secrets, which must be known whatever is wrong with the file, and for
   * what is only a help. Never throws, and waits for no pipe.
   */
  readonly lenient: () => Parsed;
}

/** A file in UTF-16 without a mark is refused where it is used; its secrets are known all the same. */
function decodedAnyhow(path: string): Parsed {
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

/** Opens a file of settings. It is read at its first use, and not again: a pipe can be read only once. */
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
      // Somebody may still be writing into a pipe; what was read of it already is there.
      const result = read ?? (isRegular(path) ? readOnce() : { values: {} });
      if ('values' in result) return result.values;
      return isRegular(path) ? decodedAnyhow(path) : {};
    },
  };
}
