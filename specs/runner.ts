import type { ContractRow } from '../src/contract/rows.ts';
import type { CredentialName } from '../src/contract/credentials.ts';
import { Fault } from '../src/fault.ts';
import type { Note, TellingApart } from './note.ts';

/** How the tables of the spec files are used: vitest turns them into tests, a plan only lists them. */
export interface Runner {
  readonly contract: (rows: readonly ContractRow[], note: Note) => void;
  readonly wanted: (rows: readonly ContractRow[]) => void;
  readonly tellsApart: (credentials: readonly CredentialName[], question: TellingApart) => void;
}

let current: Runner | undefined;

/** Sets the runner for the spec files that are loaded from now on. */
export function useRunner(next: Runner): void {
  current = next;
}

/**
 * Returns the current runner.
 *
 * @throws Fault `nothing-ran` if a spec file was loaded before a runner was set
 */
export function runner(): Runner {
  if (current) return current;
  throw new Fault('nothing-ran', 'A spec file was loaded without a runner. Run the specs with npm test.');
}
