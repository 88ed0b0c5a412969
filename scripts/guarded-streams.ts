import { Fault } from '../src/contract/fault.ts';
import { redact } from '../src/evidence/redaction.ts';
import type { Streams } from './streams.ts';

/** A refusal must reach the user, but not by ending what is only being told about. */
const redactOrSay = (text: string): string => {
  try {
    return redact(text);
  } catch (error) {
    if (error instanceof Fault) return `${error.message}\n`;
    throw error;
  }
};

const through = <T extends Streams['stdout']>(stream: T, safe: (text: string) => string): T =>
  // A proxy, because width and kind of a terminal may change while the command runs.
  new Proxy(stream, {
    get: (target, key) =>
      key === 'write' ? (text: string) => target.write(safe(text)) : Reflect.get(target, key, target),
  });

/**
 * Streams whose every text passes the choke point. What must not be written to stdout is a fault; on stderr the
 * sentence that says so takes its place.
 */
export function guarded(streams: Streams): Streams {
  const { ask } = streams;
  return {
    ...streams,
    ...(ask && { ask: (question: string) => ask(redactOrSay(question)) }),
    stdout: through(streams.stdout, redact),
    stderr: through(streams.stderr, redactOrSay),
  };
}
