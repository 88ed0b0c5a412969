import type { OperationId } from '../src/contract/operations.ts';

/** What a table is there for, beside its rows: a claim of the thread that it puts to the test. */
export interface Note {
  /** The claim in one sentence, with its number: "thread, claim 8: …". */
  readonly claim?: string;
}

/** What tells a dead credential from a working one, and what does not. */
export interface TellingApart extends Note {
  /** The operation whose answer differs. */
  readonly by: OperationId;
  /** An operation that answers both with the same status. */
  readonly notBy: OperationId;
}
