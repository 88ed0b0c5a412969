import { createHash } from 'node:crypto';
import type { Answer } from '../classify/answer.ts';
import type { Change } from './change.ts';
import { OPERATION_RULES } from './rules.ts';

/** Returns the parts of an answer that identify a change. The shape of the body is one only if the change is about it. */
const essence = (answer: Answer | null, rule: Change['rule']): unknown =>
  answer && [
    answer.treatment,
    answer.status,
    rule.startsWith('signal-') ? answer.loginReason : null,
    rule === 'shape-changed' ? [answer.shape, answer.mediaType] : null,
    ...(rule === 'refusal-reason-changed' ? [answer.failureCategory] : []),
  ];

/** Returns sixteen hex digits that depend on the parts alone: the same in every run and on every machine. */
export function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}

/** Returns the digits of a fingerprint that reports show; they are enough to acknowledge it. */
export function shortFingerprint({ fingerprint: digits }: Pick<Change, 'fingerprint'>): string {
  return digits.slice(0, 8);
}

/** Returns the fingerprint of a change: sixteen hex digits that identify it across runs. */
export function fingerprint(
  change: Pick<Change, 'rule' | 'credential' | 'operation' | 'before' | 'after'>,
): string {
  const { rule, credential, operation, before, after } = change;
  // A removed operation is the same change, whichever credential shows it.
  if (OPERATION_RULES.has(rule)) return digest([rule, operation]);
  // A probe in one snapshot only is the same change, whatever its answer.
  const answers = before && after ? [essence(before, rule), essence(after, rule)] : [];
  return digest([rule, credential, operation, ...answers]);
}
