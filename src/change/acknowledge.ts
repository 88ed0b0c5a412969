import type { Acknowledgement } from './acknowledgements.ts';
import type { Change } from './change.ts';

/** Whether an acknowledgement still counts on a day, `YYYY-MM-DD`: its last day is one on which it does. */
export function isInForce({ until }: Acknowledgement, today: string): boolean {
  return until === undefined || until >= today;
}

/**
 * The acknowledgements that do nothing for changes: those that match none, and those that match one and have run out.
 *
 * @param today `YYYY-MM-DD`
 * @param also further fingerprints that are there: those of rows
 */
export function idleAcknowledgements(
  changes: readonly Change[],
  known: readonly Acknowledgement[],
  today: string,
  also: readonly string[] = [],
): { readonly unmatched: Acknowledgement[]; readonly expired: Acknowledgement[] } {
  const seen = new Set([...changes.map(({ fingerprint }) => fingerprint), ...also]);
  return {
    unmatched: known.filter(({ fingerprint }) => !seen.has(fingerprint)),
    expired: known.filter((one) => seen.has(one.fingerprint) && !isInForce(one, today)),
  };
}

/**
 * The changes, each with its acknowledgement where it has one that has not run out.
 *
 * @param today `YYYY-MM-DD`
 */
export function acknowledge(
  changes: readonly Change[],
  known: readonly Acknowledgement[],
  today: string,
): Change[] {
  const byFingerprint = new Map(known.map((one) => [one.fingerprint, one]));
  return changes.map((change) => {
    const acknowledged = byFingerprint.get(change.fingerprint);
    return acknowledged && isInForce(acknowledged, today) ? { ...change, acknowledged } : change;
  });
}
