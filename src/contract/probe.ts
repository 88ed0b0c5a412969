import { CREDENTIALS, type CredentialName } from './credentials.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

const rank = new Map<string, number>(
  [...CREDENTIALS.map(({ name }) => name), ...OPERATIONS.map(({ id }) => id)].map((key, i) => [key, i]),
);

/** One credential on one operation. */
export interface Probe {
  readonly credential: CredentialName;
  readonly operation: OperationId;
}

/** Rank of everything outside the tables, which is sorted last, by its text. */
const RANK_OF_UNKNOWN = rank.size;

const compareRank = (a: string, b: string): number =>
  (rank.get(a) ?? RANK_OF_UNKNOWN) - (rank.get(b) ?? RANK_OF_UNKNOWN) || Number(a > b) - Number(a < b);

/** Compares two probes by their places in the tables: by credential first, then by operation. A total order. */
export function compareProbes(a: Probe, b: Probe): number {
  return compareRank(a.credential, b.credential) || compareRank(a.operation, b.operation);
}

/** Returns a probe as the key of a map. */
export function probeKey({ credential, operation }: Probe): string {
  return `${credential} ${operation}`;
}
