import { isRedactable, registerSecret, type SecretKind } from '../secrets/redaction.ts';
import { findTokens } from '../secrets/token-scan.ts';
import { openSettingsFile, type SettingsFile } from './settings-file.ts';
import { SCHEME } from './value-faults.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

/** The values of variables, as far as they are set. */
export type Values = ReadonlyMap<VariableName, string>;

/** The environment of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const PRINTABLE = /^[ -~]+$/;

const register = (label: string, value: string, kind: SecretKind): void => {
  if (isRedactable(value, kind)) registerSecret(label, value, kind);
};

/** A secret within what was pasted: behind a scheme, behind an email, and the same in base64. */
function* secretsWithin(value: string): Generator<string> {
  yield value;
  const bare = value.replace(SCHEME, '').trim();
  for (const text of [bare, Buffer.from(bare, 'base64').toString('latin1')]) {
    const secret = text.slice(text.indexOf(':') + 1);
    if (secret !== value && PRINTABLE.test(secret)) yield secret;
  }
}

/** The login in the address of a proxy, as it stands there and as it is sent. */
function loginsIn(address: string): string[] {
  const login = /^(?:[a-z][\w+.-]*:\/\/)?(.*)@/i.exec(address)?.[1];
  if (login === undefined) return [];
  const plain = login.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
  return [login, plain].flatMap((one) => [one, one.slice(one.indexOf(':') + 1)]);
}

/**
 * The values of the variables: those of the environment, and of the file what the environment does not say.
 *
 * @param prefix what their names begin with, where there are several sites: then nothing without it counts
 * @throws Fault `unreadable-file`
 */
export function valuesOf(env: Environment, file: SettingsFile, prefix = ''): Values {
  const parsed = file.values();
  const values = new Map<VariableName, string>();
  for (const { name, secret, machine, proxy } of ALL_VARIABLES) {
    // In lower case first, as curl and undici have it.
    const names = machine ? [name.toLowerCase(), name] : [prefix + name];
    const value = [env, parsed]
      .flatMap((from) => names.map((one) => from[one] ?? ''))
      .find((one) => one !== '');
    if (value === undefined) continue;
    if (proxy) for (const one of loginsIn(value)) register(name, one, 'password');
    values.set(name, value);
    // Before anything can be said about a value, so that no message can hold it.
    if (secret === 'token') for (const one of secretsWithin(value)) register(prefix + name, one, secret);
    else if (secret) register(prefix + name, value, secret);
    // In the wrong variable it is a secret all the same.
    else if (findTokens(value).length > 0) registerSecret(prefix + name, value);
  }
  return values;
}

/** As `valuesOf`, of a file that is read for this alone. */
export function readValues(env: Environment, file: string, prefix = ''): Values {
  return valuesOf(env, openSettingsFile(file), prefix);
}

/** The hosts that the user allowed beside Atlassian's. */
export function allowedHosts(values: Values): string[] {
  return (values.get('JIRA_ALLOWED_HOSTS') ?? '').toLowerCase().split(',');
}
