import { isRedactable, registerSecret } from '../secrets/redaction.ts';
import { isSynthetic } from '../secrets/token-scan.ts';
import type { SettingsFile } from './settings-file.ts';
import { ALL_VARIABLES } from './variables.ts';

const SECRETS = ALL_VARIABLES.filter(({ secret }) => secret !== undefined);

function registerAll(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const kind = SECRETS.find((variable) => name.endsWith(variable.name))?.secret;
    // What the stand-in is asked with is no secret: it prints it itself.
    if (kind && isRedactable(value, kind) && !isSynthetic(value)) registerSecret(name, value, kind);
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
  files: readonly SettingsFile[],
): void {
  for (const file of new Set(files)) registerAll(file.lenient());
  registerAll(env);
}
