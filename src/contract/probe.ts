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

const between = (a: string, b: string): number => (rank.get(a) ?? 0) - (rank.get(b) ?? 0);

/** Compares two probes by their places in the tables: by credential first, then by operation. */
export function byTableOrder(a: Probe, b: Probe): number {
  return between(a.credential, b.credential) || between(a.operation, b.operation);
}

/** A probe as the key of a map. */
export function probeKey({ credential, operation }: Probe): string {
  return `${credential} ${operation}`;
}
