import { isRedactable, registerSecret, type SecretKind } from '../secrets/redaction.ts';
import { isSynthetic } from '../secrets/token-scan.ts';
import { SECRET_ENDINGS, wayNamed } from './own-names.ts';
import { openSecretFile, secretPath, type SecretFile } from './secret-file.ts';
import { environmentPlace, homeIn, settingsPlace, type Place } from './secret-source.ts';
import type { SettingsFile } from './settings-file.ts';
import { secretsInAddress } from './secret-address.ts';
import { ALL_VARIABLES } from './variables.ts';

const SECRETS = ALL_VARIABLES.filter(({ secret }) => secret !== undefined);

function register(name: string, text: string, secret: SecretKind): void {
  const parts = secret === 'address' ? secretsInAddress(text) : [{ value: text, kind: secret }];
  for (const { value, kind } of parts) {
    // The credentials for the stand-in are not secret: the stand-in prints them itself.
    if (isRedactable(value, kind) && !isSynthetic(value)) registerSecret(name, value, kind);
  }
}

/** Registers the secrets in a place: its values, and the files that it names. */
function registerPlace(
  { values, folder }: Place,
  home: string | undefined,
  secretFile: (path: string) => SecretFile,
): void {
  for (const [name, value = ''] of Object.entries(values)) {
    const kind = SECRETS.find((variable) => name.endsWith(variable.name))?.secret;
    if (kind) register(name, value, kind);
    const found = wayNamed(name);
    if (found?.way !== 'file' || value === '') continue;
    // A file with several lines is refused when it is used: it need not be a secret at all.
    const [secret = ''] = secretFile(secretPath(value, folder, home))
      .lenient()
      .split(/[\r\n]/, 1);
    register(name.slice(0, -SECRET_ENDINGS.file.length), secret, found.variable.secret ?? 'token');
  }
}

/**
 * Registers every secret in the environment and the settings files, with any site prefix, and in the files that a `…_FILE`
 * names, so that no command writes one, even if it does not use it. The commands of `…_COMMAND` are not run: their secrets
 * are registered when they are used, and until then this process does not have them.
 *
 * @param files `.env`, and the file that the command line names instead
 */
export function registerKnownSecrets(
  env: Readonly<Record<string, string | undefined>>,
  files: readonly SettingsFile[],
  secretFile = openSecretFile,
): void {
  const home = homeIn(env);
  for (const file of new Set(files)) registerPlace(settingsPlace(file, file.lenient()), home, secretFile);
  registerPlace(environmentPlace(env), home, secretFile);
}
