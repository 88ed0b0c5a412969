import { runSecretCommand, type CommandResult } from './secret-command.ts';
import { openSecretFile, type SecretFile } from './secret-file.ts';

/** What reads the secrets that are not in the settings themselves: each file and each command once per process. */
export interface SecretSources {
  /** Returns the file at a path. */
  readonly file: (path: string) => SecretFile;
  /**
   * Runs a command, unless it ran before, and shows the user what it printed to stderr.
   *
   * @param register told the first line of the output before anything is shown
   */
  readonly command: (text: string, register: (firstLine: string) => void) => CommandResult;
}

/**
 * Opens the sources of secrets.
 *
 * @param show shows a text to the user
 */
export function openSecretSources(
  env: Readonly<Record<string, string | undefined>>,
  show: (text: string) => void,
  run = runSecretCommand,
): SecretSources {
  const files = new Map<string, SecretFile>();
  const results = new Map<string, CommandResult>();
  return {
    file: (path) => {
      const known = files.get(path) ?? openSecretFile(path);
      files.set(path, known);
      return known;
    },
    command: (text, register) => {
      const known = results.get(text);
      const result = known ?? run(text, env);
      results.set(text, result);
      register(result.firstLine);
      if (!known && result.stderr !== '') show(result.stderr.replace(/\n?$/, '\n'));
      return result;
    },
  };
}
