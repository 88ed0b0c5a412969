import { Fault } from '../src/fault.ts';
import { printable, withoutCommands } from '../src/inert.ts';
import { redact } from '../src/secrets/redaction.ts';
import type { Streams } from '../src/workflows/session.ts';

/** A refusal must reach the user, but not by ending what is only being told about. */
const redactOrSay = (text: string): string => {
  try {
    return redact(text);
  } catch (error) {
    if (error instanceof Fault) return `${error.message}\n`;
    throw error;
  }
};

type Safe = (text: string) => string;

/** Inert before it is redacted: what is taken out could stand within a secret. */
const through = <T extends Streams['stdout']>(stream: T, safe: Safe): T => {
  const shown: Safe = (text) => printable(text, stream.isTTY === true);
  const writers = new Map<PropertyKey, Safe>([
    ['write', (text) => safe(withoutCommands(shown(text)))],
    ['writeCommands', (text) => safe(shown(text))],
  ]);
  // A proxy, because width and kind of a terminal may change while the command runs.
  return new Proxy(stream, {
    get: (target, key) => {
      const made = writers.get(key);
      if (!made) return Reflect.get(target, key, target);
      // A command that runs another one gives it streams that are guarded already.
      const inner = key === 'writeCommands' && 'writeCommands' in target ? target.writeCommands : undefined;
      return (text: string) => (inner ?? target.write.bind(target))(made(text));
    },
  });
};

/**
 * Streams whose every text passes the choke point, and holds nothing that acts on a terminal or on a runner of GitHub
 * but what this tool means to. What must not be written to stdout is a fault; on stderr the sentence that says so takes
 * its place.
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
