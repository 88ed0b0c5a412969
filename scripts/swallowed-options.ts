import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Option } from 'commander';
import { Fault } from '../src/fault.ts';
import type { NpmCall } from './npm-call.ts';

// In `npm run check --live`, npm treats `--live` as its own option, because there is no `--` before it. The command would never
// see it, and would judge recordings instead of a site. npm leaves such an option in the environment, as npm_config_live=true,
// except for some that it has as well (--only, --quiet): those are only in the words that it was called with.

type Env = Readonly<Record<string, string | undefined>>;

/** Our options that npm has as well. Any environment may set them, so they prove nothing on their own. */
const OPTIONS_OF_NPM = new Set(['all', 'yes', 'link', 'only', 'offline', 'head', 'color']);

/** Options that npm expands, because they are a prefix of its own. */
const EXPANDED: Readonly<Record<string, string>> = { head: 'heading' };

const PREFIX = 'npm_config_';

const settingName = (option: string): string => option.replaceAll('-', '_').toLowerCase();

/** Returns an environment without the variables of npm, for commands that a command runs. */
export function withoutNpm(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.toLowerCase().startsWith(PREFIX)));
}

/** Returns the options that npm left in the environment, by name. */
const settingsOfNpm = (env: Env): Map<string, string> =>
  new Map(
    Object.entries(env).flatMap(([name, value]) =>
      name.toLowerCase().startsWith(PREFIX) && value !== undefined
        ? [[name.slice(PREFIX.length).toLowerCase(), value] as const]
        : [],
    ),
  );

/** Returns the options set in the files of npm, which npm also puts into the environment. */
function namesInFiles(settings: ReadonlyMap<string, string>): Set<string> {
  const prefix = settings.get('local_prefix');
  const files = [
    settings.get('userconfig'),
    settings.get('globalconfig'),
    ...(prefix === undefined ? [] : [join(prefix, '.npmrc')]),
  ];
  const texts = files.map((file) => {
    try {
      return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
    } catch {
      return '';
    }
  });
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/^\s*([\w-]+)/gm)].map(([, name = '']) => settingName(name))),
  );
}

/** An option that npm took, and its value if known. */
interface Swallowed {
  readonly option: Option;
  readonly value: string | undefined;
}

/**
 * Returns the options of a command that npm took.
 *
 * @param inherited the environment before npm started, if known
 */
function swallowedBy(
  command: Command,
  env: Env,
  inherited: ReadonlyMap<string, string> | undefined,
): Swallowed[] {
  // A script of another package started this command, so the options belong to that script.
  if ((env['npm_lifecycle_event'] ?? command.name()) !== command.name()) return [];
  const settings = settingsOfNpm(env);
  const inFiles = namesInFiles(settings);
  return command.options.flatMap((option) => {
    const name = option.name().replace(/^no-/, '');
    const setting = settingName(EXPANDED[name] ?? name);
    const value = settings.get(setting);
    const isCertain = inherited ? inherited.get(PREFIX + setting) !== value : !OPTIONS_OF_NPM.has(name);
    if (value === undefined || !isCertain || inFiles.has(setting)) return [];
    // npm writes a flag as "true", and one with "no-" before it as nothing.
    if (option.negate ? value !== '' : value === '') return [];
    return [{ option, value: value === 'true' || option.negate ? undefined : value }];
  });
}

/** What our options become when npm writes out its own short ones, and flags with a value. */
const WRITTEN_OUT: Readonly<Record<string, string | undefined>> = {
  '--loglevel warn': '--quiet',
  '--loglevel verbose': '--verbose',
  '--color false': '--no-color',
  '--color always': '--color',
  '--color true': '--color',
};

/** Options of npm that are dropped from the correct line with their value. */
const ONLY_OF_NPM = new Set(['--loglevel']);

/** Returns the words that the user typed after the name of the script, up to `--`. */
function typedWords(script: string, words: readonly string[]): string[] {
  const end = words.indexOf('--');
  const start = words.indexOf(script);
  if (start === -1) return [];
  const own = words.slice(start + 1, end === -1 ? undefined : end);
  const typed: string[] = [];
  for (let i = 0; i < own.length; i += 1) {
    const word = own[i] ?? '';
    const written = WRITTEN_OUT[`${word} ${own[i + 1] ?? ''}`];
    if (written !== undefined || ONLY_OF_NPM.has(word)) i += 1;
    if (written !== undefined) typed.push(written);
    else if (!ONLY_OF_NPM.has(word)) typed.push(word);
  }
  return typed;
}

/** Quotes a word for a shell. */
const quoted = (word: string): string =>
  /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Returns the correct command line. npm passes the value of an option that it does not know as an argument. */
function correctLine(command: Command, swallowed: readonly Swallowed[], args: readonly string[]): string {
  const rest = [...args];
  const lacking = swallowed.filter(({ option, value }) => option.required && value === undefined);
  const isKnown = lacking.length === 0 || (lacking.length === 1 && args.length === 1);
  const words = swallowed.flatMap(({ option: { long, required, flags }, value }) => {
    const known = value ?? (required && isKnown ? args[0] : undefined);
    if (known === undefined) return [required ? flags : (long ?? flags)];
    const at = rest.indexOf(known);
    if (at !== -1) rest.splice(at, 1);
    return [required || known !== '' ? `${long} ${quoted(known)}` : (long ?? flags)];
  });
  return ['npm', 'run', command.name(), '--', ...words, ...(isKnown ? rest.map(quoted) : [])].join(' ');
}

/** Returns the fault of options that npm took. */
const tookFault = (names: readonly (string | undefined)[], line: string): Fault =>
  new Fault(
    'usage',
    `npm took ${names.join(', ')} as its own option, because -- is missing before it. Type: ${line}`,
  );

/** Checks the words that npm was called with, which leave no doubt. */
function checkTyped(command: Command, args: readonly string[], words: readonly string[]): void {
  const typed = typedWords(command.name(), words);
  const taken = command.options.filter(({ long }) => long !== undefined && typed.includes(long));
  if (taken.length === 0) return;
  const end = words.indexOf('--');
  // What npm passed on: the words without an option, which are among those typed, and everything after `--`.
  const rest = end === -1 ? [] : words.slice(end + 1);
  if (taken.every(({ long }) => args.some((arg) => arg === long || arg.startsWith(`${long}=`)))) return;
  throw tookFault(
    taken.map(({ long }) => long),
    ['npm', 'run', command.name(), '--', ...[...typed, ...rest].map(quoted)].join(' '),
  );
}

/**
 * Checks that npm took no option that was meant for a command.
 *
 * @param npm how npm was called, if known
 * @throws Fault `usage` with the correct command line
 */
export function checkSwallowed(
  command: Command,
  args: readonly string[],
  env: Env,
  npm: NpmCall | undefined,
): void {
  if (args.includes('--help') || args.includes('-h')) return;
  if (npm?.words) return checkTyped(command, args, npm.words);
  const swallowed = swallowedBy(command, env, npm?.variables).filter(
    ({ option: { long } }) => !args.some((arg) => arg === long || arg.startsWith(`${long}=`)),
  );
  if (swallowed.length === 0) return;
  throw tookFault(
    swallowed.map(({ option: { long } }) => long),
    correctLine(command, swallowed, args),
  );
}
