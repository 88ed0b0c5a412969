import type { Streams } from './session.ts';

/** A line that shows how far a run is, on a terminal; elsewhere one line for each phase. */
export interface Progress {
  readonly show: (phase: string, done: number, of: number) => void;
  /** Ends the line. */
  readonly done: () => void;
}

/** The progress of a run on a stream. */
export function progressOn(stream: Streams['stderr']): Progress {
  let phase = '';
  let open = false;
  const clear = (): void => {
    if (open) stream.write('\r\u001B[K');
    open = false;
  };
  return {
    show: (name, done, of) => {
      if (stream.isTTY) {
        stream.write(`\r\u001B[K${name}: ${done} of ${of}`);
        open = true;
      } else if (name !== phase) {
        stream.write(`${name}: ${of}\n`);
      }
      phase = name;
    },
    done: clear,
  };
}
