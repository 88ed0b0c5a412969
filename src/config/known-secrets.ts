import { readFileSync, statSync } from 'node:fs';
import { parse } from 'dotenv';
import { isRedactable, keepSecret } from '../evidence/redaction.ts';
import { readText } from '../evidence/text-file.ts';
import { isSynthetic } from '../evidence/token-scan.ts';
import { ALL_VARIABLES } from './variables.ts';

const SECRETS = ALL_VARIABLES.filter(({ secret }) => secret !== undefined);

function registerAll(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const kind = SECRETS.find((variable) => name.endsWith(variable.name))?.secret;
    // What the stand-in is asked with is no secret: it prints it itself.
    if (kind && isRedactable(value, kind) && !isSynthetic(value)) keepSecret(name, value, kind);
  }
}

/** A file in UTF-16 without a mark is refused where it is used; its secrets are known all the same. */
function lenientText(file: string): string {
  try {
    return readText(file);
  } catch {
    return readFileSync(file, 'latin1').replaceAll('\0', '');
  }
}

/**
 * The values of a file of settings; none where it cannot be read: whoever needs it says so. A pipe can be read only once,
 * and is left to whoever asks for the settings.
 */
export function valuesOfFile(file: string): Record<string, string> {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? parse(lenientText(file)) : {};
  } catch {
    return {};
  }
}

/**
 * Registers every secret that the environment and the files of settings hold, whatever the prefix of its site, so that
 * no command writes one down, also where it does not need it.
 *
 * @param files `.env`, and what the command line names in its place
 */
export function registerKnownSecrets(
  env: Readonly<Record<string, string | undefined>>,
  files: readonly string[],
): void {
  for (const file of new Set(files)) registerAll(valuesOfFile(file));
  registerAll(env);
}
