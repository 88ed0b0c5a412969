import type { Acknowledgement } from './acknowledged.ts';
import type { Change } from './change.ts';

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
    const counts = acknowledged && (acknowledged.until === undefined || acknowledged.until >= today);
    return counts ? { ...change, acknowledged } : change;
  });
}
