import { dirname } from 'node:path';
import { isStoredElsewhere, waysOf, type SecretWay } from './own-names.ts';
import { secretPath } from './secret-file.ts';
import type { SecretSources } from './secret-sources.ts';
import type { Variable } from './variables.ts';

/** Where the value of a variable comes from. */
export interface Source {
  readonly from: 'environment' | 'settings' | SecretWay;
  /** The name that is set, with its prefix: that of the variable, or with `_FILE` or `_COMMAND` after it. */
  readonly name: string;
  /** The file of the secret. */
  readonly path?: string;
  /** Why there is no value, as the end of "JIRA_API_TOKEN …". */
  readonly fault?: string;
  /** Set if the command was not run, because nothing needs the value. */
  readonly notRun?: true;
}

/** A place in which variables are set. */
export interface Place {
  readonly from: 'environment' | 'settings';
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths start from. */
  readonly folder: string;
}

/** Returns the environment as a place. */
export const environmentPlace = (env: Place['values']): Place => ({
  from: 'environment',
  values: env,
  folder: '',
});

/** Returns a settings file as a place. */
export const settingsPlace = (file: { readonly path: string }, parsed: Place['values']): Place => ({
  from: 'settings',
  values: parsed,
  folder: dirname(file.path),
});

/** A name that is set in a place. */
export interface Given {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/** Returns the first of several names that is set in the first place where one is; an empty value counts as not set. */
export function givenIn(places: readonly Place[], names: readonly string[]): Given | undefined {
  return places
    .flatMap((place) => names.map((name) => ({ name, value: place.values[name] ?? '', place })))
    .find(({ value }) => value !== '');
}

/** The home of the user, for paths that begin with `~`. */
export const homeIn = (env: Place['values']): string | undefined => env['HOME'] ?? env['USERPROFILE'];

const both = (names: readonly string[]): string =>
  names.length > 2 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join(' and ');

/** What `secretFrom` needs. */
interface Context {
  readonly env: Place['values'];
  readonly places: readonly Place[];
  readonly prefix: string;
  readonly sources: SecretSources;
  /** Whether the value is needed: if not, its command is not run. */
  readonly isNeeded: boolean;
  /** Told a secret before anything can be printed. */
  readonly register: (text: string) => void;
}

/**
 * Returns the value that a variable has from a file or a command, and where it comes from. Undefined if neither is set.
 *
 * @param direct the value that is set under the variable's own name
 */
export function secretFrom(
  variable: Variable,
  direct: Given | undefined,
  { env, places, prefix, sources, isNeeded, register }: Context,
): { readonly value?: string; readonly source: Source } | undefined {
  if (!isStoredElsewhere(variable)) return undefined;
  const ways = waysOf(prefix + variable.name).flatMap(({ way, name }) => {
    const given = givenIn(places, [name]);
    return given ? [{ ...given, way }] : [];
  });
  const [first] = ways;
  if (!first) return undefined;
  const { name, value: text, place, way } = first;
  if (direct || ways.length > 1) {
    const names = [...(direct ? [direct] : []), ...ways].map((one) => one.name);
    const from = direct ? direct.place.from : way;
    return {
      source: { from, name, fault: `must be set once, but ${both(names)} are set; remove all but one` },
    };
  }
  if (way === 'command') {
    if (!isNeeded) return { source: { from: way, name, notRun: true } };
    const { value, fault } = sources.command(text, register);
    return fault === undefined && value !== undefined
      ? { value, source: { from: way, name } }
      : { source: { from: way, name, fault: `comes from ${name}, which ${fault}` } };
  }
  const path = secretPath(text, place.folder, homeIn(env));
  const result = sources.file(path).read();
  if ('value' in result) return { value: result.value, source: { from: way, name, path } };
  const isRelative = path !== text && !text.startsWith('~');
  const start = place.from === 'settings' ? 'the folder of the settings file' : 'the current folder';
  const hint = isRelative ? ` (a relative path starts from ${start})` : '';
  return { source: { from: way, name, fault: `comes from ${name}, which ${result.fault}${hint}` } };
}
