import { createInterface } from 'node:readline/promises';
import { CommanderError, type Command } from 'commander';
import { Fault } from '../src/fault.ts';
import { inertLine } from '../src/inert.ts';
import { registerKnownSecrets } from '../src/config/known-secrets.ts';
import { isOwnName } from '../src/config/own-names.ts';
import { guarded } from './guarded-streams.ts';
import { openSession, type Session, type Streams } from '../src/workflows/session.ts';
import { NO_CHOICE, outputChoice } from './options/output-options.ts';
import { npmCall, type NpmCall } from './npm-call.ts';
import { rerunIsolated } from './isolated.ts';
import { checkSwallowed, withoutNpm } from './swallowed-options.ts';

/** Creates a command, which reports its exit code through `setExitCode`. */
export type MakeCommand = (session: Session, setExitCode: (code: number) => void) => Command;

/** Returns the files that `--settings` names, before the options are parsed. */
const settingsNamed = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    if (arg === '--settings') return args.slice(i + 1, i + 2);
    return arg.startsWith('--settings=') ? [arg.slice('--settings='.length)] : [];
  });

/**
 * Runs a command and returns its exit code: its own, 2 for bad usage, or that of a fault. A fault is reported by its message,
 * without a stack trace. Any other error is a defect of this tool and is reported with its trace. All output is redacted.
 *
 * @param npm how npm was called, if npm started this process
 */
export async function run(
  make: MakeCommand,
  args: readonly string[],
  unguarded: Streams,
  npm?: NpmCall,
): Promise<number> {
  const { env } = unguarded;
  let choice = NO_CHOICE;
  const session = openSession({ ...guarded(unguarded, () => choice), env: withoutNpm(env) });
  registerKnownSecrets(env, ['.env', ...settingsNamed(args)].map(session.settingsFile), session.secrets.file);
  let exitCode = 0;
  const command = make(session, (code) => {
    exitCode = code;
  });
  command
    .exitOverride()
    .hook('preAction', (_, action) => {
      choice = outputChoice(action);
    })
    .configureOutput({
      writeOut: (text) => void session.stdout.write(text),
      writeErr: (text) => void session.stderr.write(text),
      // The message quotes the value, which may have several lines.
      outputError: (text, write) => write(`${inertLine(text.trimEnd())}\n`),
    })
    .showHelpAfterError(`Run with --help for the options.`);
  try {
    checkSwallowed(command, args, env, npm);
    await command.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof Fault) {
      session.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    session.stderr.write(`This is a defect of the tool; please report it.\n${trace}\n`);
    return 3;
  }
}

/** The signals that end a run: Ctrl-C, a service manager, or a closed session or terminal. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Milliseconds within which a closed terminal sends SIGHUP twice, from the kernel and from the shell. */
const SAME_CLOSING = 1000;

/** Returns a signal that aborts at the first signal to the process. The second one ends the process. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (name: NodeJS.Signals): void => {
    const now = performance.now();
    if (!controller.signal.aborted) {
      first = now;
      controller.abort();
      return;
    }
    if (name === 'SIGHUP' && now - first < SAME_CLOSING) return;
    // Without a listener, the signal has its default effect.
    for (const ending of ENDINGS) process.off(ending, onSignal);
    process.kill(process.pid, name);
  };
  for (const ending of ENDINGS) process.on(ending, onSignal);
  return controller.signal;
}

/** Asks a person at a terminal: prints on stderr and reads a line from stdin. Returns undefined if interrupted. */
async function ask(question: string, interrupted: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stop = new AbortController();
  // While readline waits, it is the only receiver of Ctrl-C.
  lines.once('SIGINT', () => {
    process.kill(process.pid, 'SIGINT');
    stop.abort();
  });
  // A closed terminal never sends a line.
  lines.once('close', () => stop.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([stop.signal, interrupted]) });
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}

/** Returns the bytes of the standard input. */
const readStdin = (): AsyncIterable<Uint8Array> => process.stdin;

/** Runs a command with the streams of this process, and sets its exit code. */
export async function main(load: () => Promise<MakeCommand>, args: readonly string[]): Promise<void> {
  const { stdout, stderr } = process;
  const env = { ...process.env };
  // Deleted, so that no child process inherits a credential.
  for (const name of Object.keys(env).filter(isOwnName)) delete process.env[name];
  // A reader that has read enough (`| head`) closes the pipe, and a closed terminal accepts nothing: neither is an error.
  // A full disk is an error, because a truncated result is misleading.
  let cutOff: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && !(error.code === 'EIO' && stdout.isTTY)) cutOff ??= error;
  });
  // A failure of stderr cannot be reported anywhere; the result and the exit code are not affected.
  stderr.on('error', () => undefined);
  process.once('exit', () => {
    if (!cutOff) return;
    process.exitCode = 3;
    stderr.write(
      `Cannot write the result to stdout: ${cutOff.message}. Make room, or name a file with --out.\n`,
    );
  });
  // Shared by all parts of a command, so that a part that starts after the interrupt ends at once.
  let signal: AbortSignal | undefined;
  const interrupted = (): AbortSignal => (signal ??= interruption());
  const person =
    process.stdin.isTTY && stderr.isTTY ? { ask: (question: string) => ask(question, interrupted()) } : {};
  const streams = {
    stdout,
    stderr,
    env,
    interrupted,
    stdin: readStdin,
    rerunIsolated: () => rerunIsolated(env, interrupted()),
    ...person,
  };
  process.exitCode = await run(await load(), args, streams, npmCall());
}
