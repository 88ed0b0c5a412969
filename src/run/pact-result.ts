import { z } from 'zod';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { findOperation, OPERATIONS } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import { known } from '../evidence/known.ts';

/** The two contracts that are handed over: what Jira does, and what it should do. */
export const PACT_NAMES = ['as-it-is', 'wanted'] as const;

export type PactName = (typeof PACT_NAMES)[number];

/** What became of one interaction of a pact. */
export interface Interaction extends Probe {
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** What was otherwise, or why nobody could say. Never the request: it holds the credential. */
  readonly reasons: readonly string[];
}

/** What Pact's own verifier said of one pact, held against the answers of a run. */
export interface PactResult {
  readonly pact: PactName;
  readonly interactions: readonly Interaction[];
}

/** The same in a run file. */
export const pactResultSchema: z.ZodType<PactResult> = z.strictObject({
  pact: z.enum(PACT_NAMES),
  interactions: z.array(
    z.strictObject({
      credential: known(
        'credential',
        (name) => findCredential(name)?.name,
        CREDENTIALS.map(({ name }) => name),
      ),
      operation: known(
        'operation',
        (id) => findOperation(id)?.id,
        OPERATIONS.map(({ id }) => id),
      ),
      verdict: z.enum(['passed', 'failed', 'skipped']),
      reasons: z.array(z.string()),
    }),
  ),
});

/**
 * The interactions that are news: of what Jira does those that fail, of what it should do those that pass, because
 * then Atlassian has fixed them.
 */
export function unexpectedInteractions({ pact, interactions }: PactResult): Interaction[] {
  const surprising = pact === 'wanted' ? 'passed' : 'failed';
  return interactions.filter(({ verdict }) => verdict === surprising);
}
