import type { ClientsFigures } from '../../../clients/figures.ts';
import { count } from '../phrases.ts';

/** Returns the sentence that sums the measurements up. */
export function clientsSentence({
  clients,
  uses,
  noticed: { asItIs, guard, wanted },
}: ClientsFigures): string {
  return `${count(clients.length, 'client')} in ${count(uses, 'use')} noticed a dead token in ${asItIs.number} of ${asItIs.of} cases. Behind the guard, it is ${guard.number} of ${guard.of}; with 401 for every invalid token, ${wanted.number} of ${wanted.of}. No client was changed.`;
}

/** Returns what a fix would do, as a sentence of a bug report. */
export function fixSentence({ clients, noticed: { asItIs, wanted } }: ClientsFigures): string {
  return `With 401 for every invalid token, a dead token is noticed in ${wanted.number} of ${wanted.of} cases instead of ${asItIs.number}, and no client changes: ${count(clients.length, 'client')} that people use, run against the stand-in, which is not Jira.`;
}
