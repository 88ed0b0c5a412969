import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

const quoted = (word: string): string =>
  /^[\w./:@%+=,{}-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Returns a command as a line for a shell. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/**
 * Returns a command whose relative paths lead to the same files from any folder: the program runs in a folder of its own. A
 * word counts as a path if there is such a file, and if it looks like one: the first word only with a slash.
 */
export function withAbsolutePaths(command: readonly string[], folder: string): string[] {
  return command.map((word, i) => {
    const mayBePath =
      word !== '' && !word.startsWith('-') && !isAbsolute(word) && (i > 0 || /[/\\]/.test(word));
    const path = mayBePath ? resolve(folder, word) : word;
    return mayBePath && existsSync(path) ? path : word;
  });
}
