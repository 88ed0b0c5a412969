import type { Answer } from '../classify/answer.ts';
import { digest } from '../change/fingerprint.ts';
import type { Probe } from '../contract/probe.ts';
import type { RowResult } from '../run/row-result.ts';

/** Names a row that breaks the contract, or a wanted one that came true, across runs. */
export function rowFingerprint({ kind, credential, operation, expected, answer }: RowResult): string {
  const rule = kind === 'wanted' ? 'wanted-fixed' : 'contract-broken';
  return digest([
    rule,
    credential,
    operation,
    expected.treatment,
    expected.statuses,
    answer?.treatment,
    answer?.status,
  ]);
}

/** Names a test that failed and is no row. */
export function failureFingerprint(failure: string): string {
  return digest(['failure', failure]);
}

/** Names what else there is to say of a probe, by its rule and by what the probe was answered in the run. */
export function probeFingerprint(
  rule: string,
  { credential, operation }: Probe,
  answer: Answer | null | undefined,
): string {
  return digest([rule, credential, operation, answer?.treatment, answer?.status]);
}
