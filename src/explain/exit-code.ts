import type { CredentialState } from './explain-response.ts';
import type { HarExplanation } from './explain-har.ts';
import type { OperationExplanation } from './explain-operation.ts';
import type { ResponseExplanation } from './explain-response.ts';

/** An answer to a question about an operation, a response or a HAR file. */
export type Explanation = OperationExplanation | ResponseExplanation | HarExplanation;

const CODES: Readonly<Record<CredentialState, 0 | 1 | 3>> = {
  works: 0,
  'lacks-scope': 0,
  dead: 1,
  'cannot-tell': 3,
  none: 3,
};

/** Returns the exit code: 1 if a credential was dead, 3 if nothing shows in what state it was, and otherwise 0. */
export function explanationExitCode(explanation: Explanation): 0 | 1 | 3 {
  if (explanation.kind === 'operation') return 0;
  if (explanation.kind === 'response') return CODES[explanation.state];
  const codes = new Set(explanation.lines.map(({ state }) => CODES[state]));
  if (codes.has(1)) return 1;
  return codes.has(0) ? 0 : 3;
}

/** Returns the exit code of several explanations: a dead credential is worse than one of which nothing is known. */
export function explanationsExitCode(explanations: readonly Explanation[]): 0 | 1 | 3 {
  const codes = new Set(explanations.map(explanationExitCode));
  return codes.has(1) ? 1 : codes.has(3) ? 3 : 0;
}
