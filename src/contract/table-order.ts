import { CREDENTIALS, type CredentialName } from './credentials.ts';
import { OPERATIONS, type OperationId } from './operations.ts';

const rank = new Map<string, number>(
  [...CREDENTIALS.map(({ name }) => name), ...OPERATIONS.map(({ id }) => id)].map((key, i) => [key, i]),
);

interface Probed {
  readonly credential: CredentialName;
  readonly operation: OperationId;
}

/** Compares two probes by their places in the tables: by credential first, then by operation. */
export function byTableOrder(a: Probed, b: Probed): number {
  const between = (one: string, other: string): number => (rank.get(one) ?? 0) - (rank.get(other) ?? 0);
  return between(a.credential, b.credential) || between(a.operation, b.operation);
}
