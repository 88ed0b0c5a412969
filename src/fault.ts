import { inertLine } from './inert.ts';

/** What went wrong, as a stable word for programs; the message is for people. */
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
  | 'nothing-ran';

/** Exit codes of every command: 2 is bad usage or configuration, 3 is "could not be concluded". */
const EXIT: Record<FaultCode, 2 | 3> = {
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
  'nothing-ran': 3,
};

/** Number of characters of a message that are shown: what it quotes may have no end. */
const MOST = 10_000;

/**
 * The one error that this project raises on purpose. Its message is one sentence or two: what failed, on
 * what, why, and what to do next. It never holds a credential, and nothing that acts on who reads it: names of files,
 * values and answers in it are made inert.
 */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly exitCode: 2 | 3;

  constructor(code: FaultCode, message: string, options?: ErrorOptions) {
    const line = inertLine(message);
    super(line.length > MOST ? `${line.slice(0, MOST)}…` : line, options);
    this.name = 'Fault';
    this.code = code;
    this.exitCode = EXIT[code];
  }
}
