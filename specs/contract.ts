import type { CredentialName } from '../src/contract/credentials.ts';
import { rowsOf, type ContractTable } from '../src/contract/rows.ts';
import { PRESENT, type EraId } from '../src/contract/eras.ts';
import { refused } from '../src/contract/expectation.ts';
import type { OperationId } from '../src/contract/operations.ts';
import type { Note, TellingApart } from './note.ts';
import { runner } from './runner.ts';

export { accepted, because, empty, ignored, known, refused } from '../src/contract/expectation.ts';
export { asAnonymous, everyOperation, openOperations, operations } from '../src/contract/mechanism.ts';

/** Declares how Jira answers a credential now. */
export function contract(credential: CredentialName, table: ContractTable, note: Note = {}): void {
  runner().contract(rowsOf(PRESENT, credential, table), note);
}

/** Declares how Jira answered a credential in an earlier era. */
export function contractOf(
  era: EraId,
  credential: CredentialName,
  table: ContractTable,
  note: Note = {},
): void {
  runner().contract(rowsOf(era, credential, table), note);
}

/**
 * Declares operations that should refuse a credential with 401 and do not: each is expected to fail until it is
 * fixed.
 */
export function wanted(credential: CredentialName, ids: readonly OperationId[]): void {
  const table = Object.fromEntries(ids.map((id) => [id, refused(401)]));
  runner().wanted(rowsOf(PRESENT, credential, table));
}

/** Declares that one operation tells these credentials from a valid one, while another does not. */
export function tellsApart(credentials: readonly CredentialName[], question: TellingApart): void {
  runner().tellsApart(credentials, question);
}
