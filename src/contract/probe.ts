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

/** What stands in no table comes after what does, by its text. */
const LAST = rank.size;

const between = (a: string, b: string): number =>
  (rank.get(a) ?? LAST) - (rank.get(b) ?? LAST) || Number(a > b) - Number(a < b);

/** Compares two probes by their places in the tables: by credential first, then by operation. A total order. */
export function byTableOrder(a: Probe, b: Probe): number {
  return between(a.credential, b.credential) || between(a.operation, b.operation);
}

/** A probe as the key of a map. */
export function probeKey({ credential, operation }: Probe): string {
  return `${credential} ${operation}`;
}
