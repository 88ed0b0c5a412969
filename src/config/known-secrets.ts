import { isRedactable, registerSecret } from '../secrets/redaction.ts';
import { isSynthetic } from '../secrets/token-scan.ts';
import type { SettingsFile } from './settings-file.ts';
import { ALL_VARIABLES } from './variables.ts';

const SECRETS = ALL_VARIABLES.filter(({ secret }) => secret !== undefined);

function registerAll(values: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const kind = SECRETS.find((variable) => name.endsWith(variable.name))?.secret;
    // The credentials for the stand-in are not secret: the stand-in prints them itself.
    if (kind && isRedactable(value, kind) && !isSynthetic(value)) registerSecret(name, value, kind);
  }
}

/**
 * Registers every secret in the environment and the settings files, with any site prefix, so that no command writes one,
 * even if it does not use it.
 *
 * @param files `.env`, and the file that the command line names instead
 */
export function registerKnownSecrets(
  env: Readonly<Record<string, string | undefined>>,
  files: readonly SettingsFile[],
): void {
  for (const file of new Set(files)) registerAll(file.lenient());
  registerAll(env);
}
