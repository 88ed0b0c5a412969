import { measuredUses, noticedByAll } from '../../../clients/figures.ts';
import type { Measured } from '../../../clients/measured.ts';
import { count } from '../phrases.ts';

/** Returns the sentence that sums the measurements up. */
export function clientsSentence({ clients }: Measured): string {
  const uses = measuredUses(clients);
  const { asItIs, guard, wanted } = noticedByAll(uses);
  return `${count(clients.length, 'client')} in ${count(uses.length, 'use')} noticed a dead token in ${asItIs.number} of ${asItIs.of} cases. Behind the guard, it is ${guard.number} of ${guard.of}; with 401 for every invalid token, ${wanted.number} of ${wanted.of}. No client was changed.`;
}

/** Returns what a fix would do, for a bug report. */
export function fixSentence({ clients }: Measured): string {
  const { asItIs, wanted } = noticedByAll(measuredUses(clients));
  return `With 401 for every invalid token, ${count(clients.length, 'client')} notice it in ${wanted.number} of ${wanted.of} cases instead of ${asItIs.number}, and no client changes.`;
}
