import { inertLine } from './inert.ts';

/** Stable identifier of an error, for programs; the message is for people. */
export type FaultCode =
  | 'usage'
  | 'bad-config'
  | 'unreadable-file'
  | 'bad-json'
  | 'bad-fixture'
  | 'unknown-recordings'
  | 'unreplayed-request'
  | 'forbidden-host'
  | 'unreachable'
  | 'controls-failed'
  | 'interrupted'
  | 'secret-in-output'
  | 'broker-refused'
  | 'busy'
  | 'clock'
  | 'not-opened'
  | 'nothing-ran';

/** Exit codes shared by all commands: 2 means bad usage or configuration, 3 means that no conclusion was possible. */
const EXIT_CODES: Record<FaultCode, 2 | 3> = {
  usage: 2,
  'bad-config': 2,
  'unreadable-file': 2,
  'bad-json': 2,
  'bad-fixture': 2,
  'unknown-recordings': 2,
  'unreplayed-request': 3,
  'forbidden-host': 3,
  unreachable: 3,
  'controls-failed': 3,
  interrupted: 3,
  'secret-in-output': 3,
  'broker-refused': 3,
  busy: 3,
  clock: 3,
  'not-opened': 3,
  'nothing-ran': 3,
};

/** Maximum length of a message, in characters: the values it quotes can be arbitrarily long. */
const MAX_LENGTH = 10_000;

/**
 * The only error that this project raises on purpose. Its message is one or two sentences: what failed, on what, why,
 * and what to do next. It never contains a credential, and the file names, values and answers in it are made inert.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly exitCode: 2 | 3;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    const line = inertLine(message);
    super(line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}…` : line, options);
    this.name = 'Fault';
    this.code = code;
    this.exitCode = EXIT_CODES[code];
  }
}
