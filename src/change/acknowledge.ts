import type { Acknowledgement } from './acknowledgements.ts';
import type { Change } from './change.ts';

/** Returns whether an acknowledgement is still in force on a day, `YYYY-MM-DD`. Its last day is included. */
export function isInForce({ until }: Acknowledgement, today: string): boolean {
  return until === undefined || until >= today;
}

/** Returns the acknowledgements that are in force on a day, `YYYY-MM-DD`. */
export function acknowledgementsInForce(known: readonly Acknowledgement[], today: string): Acknowledgement[] {
  return known.filter((entry) => isInForce(entry, today));
}

/**
 * Returns the acknowledgements without effect: those that match no change, and those that match one but have expired.
 *
 * @param today `YYYY-MM-DD`
 * @param also further fingerprints that acknowledgements may match: those of rows
 */
export function idleAcknowledgements(
  changes: readonly Change[],
  known: readonly Acknowledgement[],
  today: string,
  also: readonly string[] = [],
): { readonly unmatched: Acknowledgement[]; readonly expired: Acknowledgement[] } {
  const present = new Set([...changes.map(({ fingerprint }) => fingerprint), ...also]);
  return {
    unmatched: known.filter(({ fingerprint }) => !present.has(fingerprint)),
    expired: known.filter((entry) => present.has(entry.fingerprint) && !isInForce(entry, today)),
  };
}

/**
 * Adds to each change its acknowledgement, if it has one that is in force.
 *
 * @param today `YYYY-MM-DD`
 */
export function acknowledge(
  changes: readonly Change[],
  known: readonly Acknowledgement[],
  today: string,
): Change[] {
  const byFingerprint = new Map(known.map((entry) => [entry.fingerprint, entry]));
  return changes.map((change) => {
    const acknowledged = byFingerprint.get(change.fingerprint);
    return acknowledged && isInForce(acknowledged, today) ? { ...change, acknowledged } : change;
  });
}
