import type { CredentialName } from './credentials.ts';
import { credentialNamed } from './credentials.ts';
import type { EraId } from './eras.ts';
import type { Expectation } from './expectation.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

/** What is expected of a credential, by operation. */
export type ContractTable = Readonly<Partial<Record<OperationId, Expectation>>>;

/** One line of the contract: a probe in one era, and what Jira must answer. */
export interface ContractRow {
  readonly era: EraId;
  readonly credential: CredentialName;
  readonly operation: OperationId;
  readonly expected: Expectation;
}

/** Returns the rows of a table, in the order of the operations. */
export function rowsOf(era: EraId, credential: CredentialName, table: ContractTable): ContractRow[] {
  return OPERATIONS.flatMap(({ id }) => {
    const expected = table[id];
    return expected ? [{ era, credential, operation: id, expected }] : [];
  });
}

/** A treatment as the middle of a sentence. */
const PREDICATE = {
  accepted: 'is accepted',
  ignored: 'is ignored',
  refused: 'is refused',
} as const;

/** Returns "200", "200 or 404", or a phrase for a status that is not known. */
export function statusPhrase(statuses: readonly number[]): string {
  return statuses.length > 0 ? statuses.join(' or ') : 'a status not on record';
}

/** Returns the row as a sentence: "a revoked token on GET /rest/api/3/myself is refused with 401". */
export function rowSentence({ credential, operation, expected }: ContractRow): string {
  const { noun } = credentialNamed(credential);
  const rest = `${PREDICATE[expected.treatment]} with ${statusPhrase(expected.statuses)}`;
  return `${noun} on ${operation} ${rest}${expected.empty ? ' and no data' : ''}`;
}
