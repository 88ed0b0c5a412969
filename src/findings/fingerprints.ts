import type { Answer } from '../classify/answer.ts';
import { digest } from '../change/fingerprint.ts';
import type { Probe } from '../contract/probe.ts';
import type { RowResult } from '../run/row-result.ts';

/** Returns a fingerprint that identifies a broken row of the contract, or a fulfilled wanted row, across runs. */
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

/** Returns the fingerprint of a failed test that does not belong to a row. */
export function failureFingerprint(failure: string): string {
  return digest(['failure', failure]);
}

/** Returns the fingerprint of any other finding about a probe, from its rule and the answer in the run. */
export function probeFingerprint(
  rule: string,
  { credential, operation }: Probe,
  answer: Answer | null | undefined,
): string {
  return digest([rule, credential, operation, answer?.treatment, answer?.status]);
}
