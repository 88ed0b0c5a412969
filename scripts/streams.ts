import type { Clock } from '../src/exchange/clock.ts';
import type { AccountBook } from '../src/run/live/account-book.ts';

/** Where a command writes: results to `stdout`, progress and warnings to `stderr`. */
export interface Streams {
  readonly stdout: {
    write: (text: string) => unknown;
    /** Writes workflow commands of GitHub, of which `write` makes plain text. */
    writeCommands?: (text: string) => unknown;
    isTTY?: boolean;
    columns?: number;
  };
  readonly stderr: { write: (text: string) => unknown; isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What was in the environment before npm began, where that is known. */
  readonly beforeNpm?: ReadonlyMap<string, string>;
  /** A signal that is aborted where the user interrupts; whoever asks for it ends the work in an orderly way. */
  readonly interrupted?: () => AbortSignal;
  /** Asks a person for a line, where one is there; undefined where that was interrupted. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** Time, where it is not that of the wall. */
  readonly clock?: Clock;
  /** The failed logins of this process: `run` opens one book where none is given. */
  readonly accounts?: AccountBook;
}
