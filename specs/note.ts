import type { OperationId } from '../src/contract/operations.ts';

/** Why a table exists apart from its rows: the claim of the thread that it tests. */
export interface Note {
  /** The claim in one sentence, with its number: "thread, claim 8: …". */
  readonly claim?: string;
}

/** Which operation distinguishes a dead credential from a working one, and which does not. */
export interface TellingApart extends Note {
  /** The operation whose answer differs. */
  readonly by: OperationId;
  /** An operation that answers both with the same status. */
  readonly notBy: OperationId;
}
