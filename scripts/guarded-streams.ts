import { Fault } from '../src/fault.ts';
import { printable, withoutCommands } from '../src/inert.ts';
import { redact } from '../src/secrets/redaction.ts';
import type { Streams } from '../src/workflows/session.ts';

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
const through = <T extends Streams['stdout']>(stream: T, safe: Safe): T => {
  const shown: Safe = (text) => printable(text, stream.isTTY === true);
  const writers = new Map<PropertyKey, Safe>([
    ['write', (text) => safe(withoutCommands(shown(text)))],
    ['writeCommands', (text) => safe(shown(text))],
  ]);
  // A proxy, because the width and kind of a terminal may change while the command runs.
  return new Proxy(stream, {
    get: (target, key) => {
      const made = writers.get(key);
      if (!made) return Reflect.get(target, key, target);
      // A command that runs another command passes streams that are already guarded.
      const inner = key === 'writeCommands' && 'writeCommands' in target ? target.writeCommands : undefined;
      return (text: string) => (inner ?? target.write.bind(target))(made(text));
    },
  });
};

/**
 * Returns streams that redact all text and remove everything that acts on a terminal or on a GitHub runner, except what this
 * tool intends. Text that must not be written to stdout is a fault; on stderr it is replaced by the reason.
 */
export function guarded(streams: Streams): Streams {
  const { ask } = streams;
  return {
    ...streams,
    ...(ask && { ask: (question: string) => ask(redactOrSay(printable(question, true))) }),
    stdout: through(streams.stdout, redact),
    stderr: through(streams.stderr, redactOrSay),
  };
}
