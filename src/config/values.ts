import { isRedactable, registerSecret, type SecretKind } from '../secrets/redaction.ts';
import { findTokens } from '../secrets/token-scan.ts';
import { openSettingsFile, type SettingsFile } from './settings-file.ts';
import { SCHEME } from './value-faults.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

/** The values of the variables that are set. */
export type Values = ReadonlyMap<VariableName, string>;

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PRINTABLE = /^[ -~]+$/;

const register = (label: string, value: string, kind: SecretKind): void => {
  if (isRedactable(value, kind)) registerSecret(label, value, kind);
};

/** Yields a pasted value and the secrets in it: after a scheme, after an email, and the same in base64. */
function* secretsWithin(value: string): Generator<string> {
  yield value;
  const withoutScheme = value.replace(SCHEME, '').trim();
  for (const text of [withoutScheme, Buffer.from(withoutScheme, 'base64').toString('latin1')]) {
    const secret = text.slice(text.indexOf(':') + 1);
    if (secret !== value && PRINTABLE.test(secret)) yield secret;
  }
}

/** Returns the login and the password in a proxy address, both percent-encoded and decoded. */
function loginsIn(address: string): string[] {
  const login = /^(?:[a-z][\w+.-]*:\/\/)?(.*)@/i.exec(address)?.[1];
  if (login === undefined) return [];
  const plain = login.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return [login, plain].flatMap((text) => [text, text.slice(text.indexOf(':') + 1)]);
}

/**
 * Reads the variables from the environment and, if they are not set there, from the file. Registers the secrets among them.
 *
 * @param prefix the prefix of the names if there are several sites: then variables without it do not count
 * @throws Fault `unreadable-file`
 */
export function valuesOf(env: Environment, file: SettingsFile, prefix = ''): Values {
  const parsed = file.values();
  const values = new Map<VariableName, string>();
  for (const { name, secret, machine, proxy } of ALL_VARIABLES) {
    // Lower case takes precedence, as in curl and undici.
    const names = machine ? [name.toLowerCase(), name] : [prefix + name];
    const value = [env, parsed]
      .flatMap((from) => names.map((candidate) => from[candidate] ?? ''))
      .find((text) => text !== '');
    if (value === undefined) continue;
    if (proxy) for (const login of loginsIn(value)) register(name, login, 'password');
    values.set(name, value);
    // Registered before any check, so that no message can contain it.
    if (secret === 'token') for (const found of secretsWithin(value)) register(prefix + name, found, secret);
    else if (secret) register(prefix + name, value, secret);
    // A token in the wrong variable is a secret as well.
    else if (findTokens(value).length > 0) registerSecret(prefix + name, value);
  }
  return values;
}

/** Reads the variables as `valuesOf` does, and opens the file itself. */
export function readValues(env: Environment, file: string, prefix = ''): Values {
  return valuesOf(env, openSettingsFile(file), prefix);
}

/** Returns the hosts that the user allowed in addition to Atlassian's. */
export function allowedHosts(values: Values): string[] {
  return (values.get('JIRA_ALLOWED_HOSTS') ?? '').toLowerCase().split(',');
}
