import type { Streams } from './session.ts';

/** Shows the progress of a run: in a single line on a terminal, otherwise with one line per phase. */
export interface Progress {
  readonly show: (phase: string, done: number, of: number) => void;
  /** Removes the line. */
  readonly done: () => void;
}

/** Creates a progress display on a stream. */
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
