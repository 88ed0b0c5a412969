import { createHash } from 'node:crypto';
import type { Answer } from '../classify/answer.ts';
import type { Change } from './change.ts';
import { OPERATION_RULES } from './rules.ts';

/** What of an answer makes a change this one and no other. The body's form counts only where it is the change. */
const essence = (answer: Answer | null, rule: Change['rule']): unknown =>
  answer && [
    answer.treatment,
    answer.status,
    rule.startsWith('signal-') ? answer.loginReason : null,
    rule === 'shape-changed' ? [answer.shape, answer.mediaType] : null,
    ...(rule === 'refusal-reason-changed' ? [answer.failureCategory] : []),
  ];

/** Sixteen hex digits that are the same for the same essence, in every run and on every machine. */
export function digest(what: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 16);
}

/** The digits of a fingerprint that are shown, and that will do to name a change. */
export function shortFingerprint(change: Pick<Change, 'fingerprint'>): string {
  return change.fingerprint.slice(0, 8);
}

/** Sixteen hex digits that name a change across runs. */
export function fingerprint(
  change: Pick<Change, 'rule' | 'credential' | 'operation' | 'before' | 'after'>,
): string {
  const { rule, credential, operation, before, after } = change;
  // Of an operation that is gone it is the same news, whichever credential shows it.
  if (OPERATION_RULES.has(rule)) return digest([rule, operation]);
  // A probe on one side only is the same news whatever it answered.
  const sides = before && after ? [essence(before, rule), essence(after, rule)] : [];
  return digest([rule, credential, operation, ...sides]);
}
