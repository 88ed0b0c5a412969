import { probeKey } from '../contract/probe.ts';
import type { RowResult } from '../run/row-result.ts';
import type { Run } from '../run/run.ts';
import { isInForce } from './acknowledge.ts';
import type { Acknowledgement } from './acknowledged.ts';
import type { Change } from './change.ts';
import { digest } from './fingerprint.ts';

/** What a row is news by itself for, whatever changed: it breaks the contract, or what is wanted came true. */
const NEWS = { contract: 'broken', wanted: 'kept' } as const;

/** Whether a row fails a run by itself. */
export function isNews({ kind, verdict }: Pick<RowResult, 'kind' | 'verdict'>): boolean {
  return verdict === NEWS[kind];
}

/** Sixteen hex digits that name what is new about a row across runs, as those of a change do. */
export function rowFingerprint({ kind, credential, operation, expected, answer }: RowResult): string {
  const rule = kind === 'wanted' ? 'wanted-fixed' : 'contract-broken';
  const essence = [
    rule,
    credential,
    operation,
    expected.treatment,
    expected.statuses,
    answer?.treatment,
    answer?.status,
  ];
  return digest(essence);
}

/** The same of a test that failed and is no row. */
export function failureFingerprint(failure: string): string {
  return digest(['failure', failure]);
}

/** A failure as the key of what is known. */
export function failureKey(failure: string): string {
  return `failure ${failure}`;
}

/** The fingerprints of all that is news in a run by itself. */
export function newsFingerprints({ rows, failures }: Pick<Run, 'rows' | 'failures'>): string[] {
  return [...rows.filter(isNews).map(rowFingerprint), ...failures.map(failureFingerprint)];
}

/** A row as the key of what is known: a probe may be a row of the contract and a wanted one. */
export function rowKey(row: RowResult): string {
  return `${row.kind} ${probeKey(row)}`;
}

/**
 * The rows and failures that are news and known all the same, as keys: somebody acknowledged them, or the change that a row
 * comes of.
 *
 * @param changes of the same run, those that are known with their acknowledgement
 * @param today `YYYY-MM-DD`
 */
export function knownNews(
  { rows, failures }: Pick<Run, 'rows' | 'failures'>,
  changes: readonly Change[],
  known: readonly Acknowledgement[],
  today: string,
): string[] {
  const acknowledged = new Set(
    known.filter((one) => isInForce(one, today)).map(({ fingerprint }) => fingerprint),
  );
  const after = new Map(
    changes
      .filter((change) => change.acknowledged)
      .map((change) => [probeKey(change), change.after] as const),
  );
  const knownRows = rows
    .filter(isNews)
    .filter((row) => {
      const became = after.get(probeKey(row));
      const byChange =
        became?.status === row.answer?.status &&
        became?.treatment === row.answer?.treatment &&
        became !== undefined;
      return byChange || acknowledged.has(rowFingerprint(row));
    })
    .map(rowKey);
  const knownFailures = failures.filter((one) => acknowledged.has(failureFingerprint(one))).map(failureKey);
  return [...knownRows, ...knownFailures];
}
