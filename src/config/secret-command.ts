import { spawnSync } from 'node:child_process';
import { codeOf } from '../storage/disk-faults.ts';
import { decodeText } from '../storage/read-text.ts';
import { isOwnName, isStoredElsewhere, wayNamed } from './own-names.ts';
import { ALL_VARIABLES } from './variables.ts';
import { hasLogin } from './value-faults.ts';

/** A person may have to unlock the password manager. Milliseconds. */
const TIME_LIMIT = 60_000;

/** A command that prints more than this, in bytes, prints no secret. */
const MAX_OUTPUT = 2 ** 20;

type Environment = Readonly<Record<string, string | undefined>>;

/** How a command that prints a secret ended. */
export interface CommandResult {
  /** The first line of what it printed. Undefined if it failed or printed nothing there. A secret. */
  readonly value: string | undefined;
  /** Why there is no value, as the end of "JIRA_API_TOKEN_COMMAND …". Contains none of the output. */
  readonly fault: string | undefined;
  /** The first line of its output even if it failed: a secret that must not be shown. */
  readonly firstLine: string;
  /** What it printed to stderr. */
  readonly stderr: string;
}

/** The shortest secret that is looked for in other variables. */
const MIN_LENGTH = 8;

const isMachine = (name: string): boolean =>
  ALL_VARIABLES.some((variable) => variable.machine && variable.name === name.toUpperCase());

/**
 * Returns the environment for a command: without the variables of this tool, whose secrets it does not need, and without any
 * other variable that contains a token or password of them. The network settings of the machine stay, except a proxy with a
 * login.
 */
export function environmentForCommand(env: Environment): Record<string, string> {
  const secrets = Object.entries(env).flatMap(([name, value = '']) => {
    const isSecret = ALL_VARIABLES.some(
      (variable) => isStoredElsewhere(variable) && name.endsWith(variable.name),
    );
    return isSecret && value.length >= MIN_LENGTH ? [value] : [];
  });
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      if (value === undefined) return [];
      const isLeftOut = isMachine(name)
        ? hasLogin(value)
        : isOwnName(name) || wayNamed(name) !== undefined || secrets.some((secret) => value.includes(secret));
      return isLeftOut ? [] : [[name, value] as const];
    }),
  );
}

function faultOf(
  { status, signal, error }: ReturnType<typeof spawnSync>,
  timeLimit: number,
): string | undefined {
  const code = codeOf(error);
  if (code === 'ETIMEDOUT') return `did not end within ${timeLimit / 1000} seconds`;
  if (code === 'ENOBUFS') return 'printed far more than a secret';
  if (error) return `could not be started (${code ?? error.name})`;
  if (status === null) return `was ended by ${signal}`;
  return status === 0 ? undefined : `ended with exit code ${status}`;
}

/**
 * Runs a shell command that prints a secret, such as `op read …`, in the current folder, without input.
 *
 * @param env the environment of this process; the command gets what `environmentForCommand` leaves of it
 * @param timeLimit in milliseconds
 */
export function runSecretCommand(command: string, env: Environment, timeLimit = TIME_LIMIT): CommandResult {
  const ended = spawnSync(command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environmentForCommand(env),
    timeout: timeLimit,
    // A shell may ignore a gentler signal.
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT,
    windowsHide: true,
  });
  // Output exists only if the shell was started.
  const [stdout, stderr] = [ended.stdout, ended.stderr].map((bytes: Buffer | null) =>
    bytes === null ? '' : decodeText(bytes),
  );
  const firstLine = (stdout ?? '').split(/\r?\n/, 1)[0] ?? '';
  const fault =
    faultOf(ended, timeLimit) ??
    (stdout === undefined
      ? 'printed text in an encoding other than UTF-8 (exit code 0)'
      : firstLine === ''
        ? 'printed nothing on its first line (exit code 0)'
        : undefined);
  return { value: fault === undefined ? firstLine : undefined, fault, firstLine, stderr: stderr ?? '' };
}
