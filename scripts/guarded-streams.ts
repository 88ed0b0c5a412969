import { Fault } from '../src/fault.ts';
import { printable, withoutCommands } from '../src/inert.ts';
import { redact } from '../src/secrets/redaction.ts';
import { usesColour } from '../src/workflows/colour.ts';
import type { Streams } from '../src/workflows/session.ts';
import { NO_CHOICE, type OutputChoice } from './options/output-options.ts';

/** Redacts text. If redaction refuses, returns the reason instead, so that a message never ends the command. */
const redactOrSay = (text: string): string => {
  try {
    return redact(text);
  } catch (error) {
    if (error instanceof Fault) return `${error.message}\n`;
    throw error;
  }
};

type Safe = (text: string) => string;

/** Makes text inert before it is redacted, because removed characters could be inside a secret. */
const guardedStream = <T extends Streams['stdout']>(stream: T, safe: Safe, hasColour: () => boolean): T => {
  const shown: Safe = (text) => printable(text, stream.isTTY === true, hasColour());
  const writers = new Map<PropertyKey, Safe>([
    ['write', (text) => safe(withoutCommands(shown(text)))],
    ['writeCommands', (text) => safe(shown(text))],
  ]);
  // A proxy, because the width and kind of a terminal may change while the command runs.
  return new Proxy(stream, {
    get: (target, key) => {
      if (key === 'hasColour') return hasColour();
      const made = writers.get(key);
      if (!made) return Reflect.get(target, key, target);
      // A command that runs another command passes streams that are already guarded.
      const inner = key === 'writeCommands' && 'writeCommands' in target ? target.writeCommands : undefined;
      return (text: string) => (inner ?? target.write.bind(target))(made(text));
    },
  });
};

/** Returns a stream that writes nothing while it is silent. */
const silenceable = (stream: Streams['stderr'], isSilent: () => boolean): Streams['stderr'] =>
  new Proxy(stream, {
    get: (target, key) =>
      key === 'write' && isSilent() ? () => true : (Reflect.get(target, key, target) as unknown),
  });

/**
 * Returns streams that redact all text and remove everything that acts on a terminal or on a GitHub runner, except what this
 * tool intends. Text that must not be written to stdout is a fault; on stderr it is replaced by the reason.
 *
 * @param choice what the options decide, asked at every write because the streams exist before the options are parsed
 */
export function guarded(
  streams: Streams,
  choice: () => OutputChoice = () => NO_CHOICE,
): Streams & {
  readonly progress: Streams['stderr'];
} {
  const { ask, env } = streams;
  // A command that runs another command decides for it, unless that has an option of its own.
  const hasColour = (stream: Streams['stderr']) => (): boolean =>
    usesColour(choice().colour ?? stream.hasColour, env, stream.isTTY === true);
  const through = <T extends Streams['stdout']>(stream: T, safe: Safe): T =>
    guardedStream(stream, safe, hasColour(stream));
  const stderr = through(streams.stderr, redactOrSay);
  // Progress that an outer command silences stays silent.
  const progress = streams.progress ? through(streams.progress, redactOrSay) : stderr;
  return {
    ...streams,
    ...(ask && { ask: (question: string) => ask(redactOrSay(printable(question, true))) }),
    stdout: through(streams.stdout, redact),
    stderr,
    progress: silenceable(progress, () => choice().quiet),
  };
}
