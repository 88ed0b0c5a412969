import { createInterface } from 'node:readline/promises';
import { CommanderError, type Command } from 'commander';
import { Fault } from '../src/fault.ts';
import { inertLine } from '../src/inert.ts';
import { registerKnownSecrets } from '../src/config/known-secrets.ts';
import { isOwnName } from '../src/config/own-names.ts';
import { guarded } from './guarded-streams.ts';
import { openSession, type Session, type Streams } from '../src/workflows/session.ts';
import { checkSwallowed, inheritedByNpm, withoutNpm } from './swallowed-options.ts';

/** Makes a command that tells its exit code through `setExitCode`. */
export type MakeCommand = (session: Session, setExitCode: (code: number) => void) => Command;

/** The files that `--settings` names, before anybody has parsed the options. */
const settingsNamed = (args: readonly string[]): string[] =>
  args.flatMap((arg, i) => {
    if (arg === '--settings') return args.slice(i + 1, i + 2);
    return arg.startsWith('--settings=') ? [arg.slice('--settings='.length)] : [];
  });

/**
 * Runs a command and gives its exit code: its own, 2 for bad usage, or that of a fault. A fault is told in its
 * sentence, without a stack trace; anything else that is thrown is a defect of this tool, and is told with its
 * trace. All that is written passes the choke point.
 */
export async function run(make: MakeCommand, args: readonly string[], unguarded: Streams): Promise<number> {
  const { env, beforeNpm } = unguarded;
  const session = openSession({ ...guarded(unguarded), env: withoutNpm(env) });
  registerKnownSecrets(env, ['.env', ...settingsNamed(args)].map(session.settingsFile), session.secrets.file);
  let exitCode = 0;
  const command = make(session, (code) => {
    exitCode = code;
  });
  command
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void session.stdout.write(text),
      writeErr: (text) => void session.stderr.write(text),
      // It quotes the value, which may have many lines.
      outputError: (text, write) => write(`${inertLine(text.trimEnd())}\n`),
    })
    .showHelpAfterError(`Run with --help for the options.`);
  try {
    checkSwallowed(command, args, env, beforeNpm);
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

/** What ends a run: Ctrl-C, a service manager, a session or terminal that is closed. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal that is closed sends SIGHUP twice, from the kernel and from the shell, within a moment. Milliseconds. */
const SAME_CLOSING = 1000;

/** The first signal ends what is under way in order; the second one ends the process. */
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
    // Without a listener, a signal does what it does to any process.
    for (const ending of ENDINGS) process.off(ending, onSignal);
    process.kill(process.pid, name);
  };
  for (const ending of ENDINGS) process.on(ending, onSignal);
  return controller.signal;
}

/** Asks on stderr, and takes a line of stdin: for a person at a terminal alone. */
async function ask(question: string, interrupted: AbortSignal): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const stop = new AbortController();
  // While it waits, a terminal gives Ctrl-C to it alone.
  lines.once('SIGINT', () => {
    process.kill(process.pid, 'SIGINT');
    stop.abort();
  });
  // A terminal that is closed gives no line any more.
  lines.once('close', () => stop.abort());
  try {
    return await lines.question(question, { signal: AbortSignal.any([stop.signal, interrupted]) });
  } catch {
    return undefined;
  } finally {
    lines.close();
  }
}

/** Runs a command as this process: with its streams, and its exit code. */
export async function main(load: () => Promise<MakeCommand>, args: readonly string[]): Promise<void> {
  const { stdout, stderr } = process;
  const env = { ...process.env };
  // Taken away, so that no process that this one starts inherits a credential.
  for (const name of Object.keys(env).filter(isOwnName)) delete process.env[name];
  // A reader that has seen enough (`| head`) closes the pipe, and a closed terminal takes nothing: that is no error.
  // A disk that is full is one: of a result that was cut off nobody knows what it says.
  let cutOff: Error | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && !(error.code === 'EIO' && stdout.isTTY)) cutOff ??= error;
  });
  // There is no place left to say that stderr does not take anything; the result and the exit code are as they were.
  stderr.on('error', () => undefined);
  process.once('exit', () => {
    if (!cutOff) return;
    process.exitCode = 3;
    stderr.write(
      `Cannot write the result to stdout: ${cutOff.message}. Make room, or name a file with --out.\n`,
    );
  });
  // One for all parts of a command: what begins after the interrupt ends at once.
  let signal: AbortSignal | undefined;
  const interrupted = (): AbortSignal => (signal ??= interruption());
  const person =
    process.stdin.isTTY && stderr.isTTY ? { ask: (question: string) => ask(question, interrupted()) } : {};
  const beforeNpm = inheritedByNpm();
  const streams = { stdout, stderr, env, interrupted, ...person, ...(beforeNpm && { beforeNpm }) };
  process.exitCode = await run(await load(), args, streams);
}
