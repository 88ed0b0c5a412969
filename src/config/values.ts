import { isRedactable, registerSecret, type SecretKind } from '../secrets/redaction.ts';
import { findTokens } from '../secrets/token-scan.ts';
import { Fault } from '../fault.ts';
import { environmentPlace, givenIn, secretFrom, settingsPlace, type Source } from './secret-source.ts';
import { openSecretSources, type SecretSources } from './secret-sources.ts';
import { openSettingsFile, type SettingsFile } from './settings-file.ts';
import { secretsInAddress } from './secret-address.ts';
import { SCHEME } from './value-faults.ts';
import { ALL_VARIABLES, type VariableName } from './variables.ts';

/** The values of the variables that are set. */
export interface Values extends ReadonlyMap<VariableName, string> {
  /** Where the secrets come from, also those that could not be read. */
  readonly sources?: ReadonlyMap<VariableName, Source>;
}

class ReadValues extends Map<VariableName, string> implements Values {
  readonly sources = new Map<VariableName, Source>();
}

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

/** Registers what a variable contains, before any check, so that no message can contain it. */
function registerValue(label: string, value: string, secret: SecretKind | undefined): void {
  if (secret === 'address')
    for (const part of secretsInAddress(value)) register(label, part.value, part.kind);
  else if (secret === 'token') for (const found of secretsWithin(value)) register(label, found, secret);
  else if (secret) register(label, value, secret);
  // A token in the wrong variable is a secret as well.
  else if (findTokens(value).length > 0) registerSecret(label, value);
}

/** What `readAll` reads from. */
export interface ValueSources {
  /** The prefix of the names if there are several sites: then variables without it do not count. */
  readonly prefix?: string;
  readonly sources?: SecretSources;
  /** Whether a variable is needed; the command of one that is not is not run. Default: all are. */
  readonly isNeeded?: (name: VariableName) => boolean;
}

/**
 * Reads the variables from the environment and, if they are not set there, from the file; a secret also from its own file or
 * its command. Registers the secrets among them. What is wrong with a secret is in `sources`.
 *
 * @throws Fault `unreadable-file` for the settings file
 */
export function readAll(
  env: Environment,
  file: SettingsFile,
  {
    prefix = '',
    sources = openSecretSources(env, () => undefined),
    isNeeded = () => true,
  }: ValueSources = {},
): Values {
  // The environment takes precedence.
  const places = [environmentPlace(env), settingsPlace(file, file.values())];
  const values = new ReadValues();
  for (const variable of ALL_VARIABLES) {
    const { name, secret, machine, proxy } = variable;
    // Lower case takes precedence, as in curl and undici.
    const direct = givenIn(places, machine ? [name.toLowerCase(), name] : [prefix + name]);
    const registerOwn = (text: string): void => registerValue(prefix + name, text, secret);
    if (direct) registerOwn(direct.value);
    const needed = isNeeded(name);
    const context = { env, places, prefix, sources, isNeeded: needed, register: registerOwn };
    const stored = secretFrom(variable, direct, context);
    const value = stored ? stored.value : direct?.value;
    if (stored) values.sources.set(name, stored.source);
    else if (direct && secret) values.sources.set(name, { from: direct.place.from, name: direct.name });
    if (value === undefined) continue;
    if (proxy) for (const login of loginsIn(value)) register(name, login, 'password');
    values.set(name, value);
    if (stored) registerOwn(value);
  }
  return values;
}

/**
 * Reads the variables as `readAll` does, all of them.
 *
 * @throws Fault `unreadable-file` for the settings file; `bad-config` for a secret that cannot be read
 */
function valuesOf(env: Environment, file: SettingsFile, prefix = ''): Values {
  const values = readAll(env, file, { prefix });
  for (const [name, { fault }] of values.sources ?? []) {
    if (fault !== undefined) throw new Fault('bad-config', `${prefix}${name} ${fault}.`);
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
