import { z } from 'zod';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { findOperation, OPERATIONS } from '../contract/operations.ts';
import type { Probe } from '../contract/probe.ts';
import { tableNameSchema } from '../evidence/known.ts';

/** The two pacts: what Jira does, and what it should do. */
export const PACT_NAMES = ['as-it-is', 'wanted'] as const;

/** The name of a pact. */
export type PactName = (typeof PACT_NAMES)[number];

/** The result of one interaction of a pact. */
export interface Interaction extends Probe {
  readonly verdict: 'passed' | 'failed' | 'skipped';
  /** Why it failed or was skipped. Never contains the request, which includes the credential. */
  readonly reasons: readonly string[];
}

/** The result of Pact's own verifier for one pact, verified against the answers of a run. */
export interface PactResult {
  readonly pact: PactName;
  readonly interactions: readonly Interaction[];
}

/** Schema of `PactResult` in a run file. */
export const pactResultSchema: z.ZodType<PactResult> = z.strictObject({
  pact: z.enum(PACT_NAMES),
  interactions: z.array(
    z.strictObject({
      credential: tableNameSchema(
        'credential',
        (name) => findCredential(name)?.name,
        CREDENTIALS.map(({ name }) => name),
      ),
      operation: tableNameSchema(
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
 * Returns the unexpected interactions: those of `as-it-is` that fail, and those of `wanted` that pass, because then Atlassian
 * has fixed them.
 */
export function unexpectedInteractions({ pact, interactions }: PactResult): Interaction[] {
  const unexpected = pact === 'wanted' ? 'passed' : 'failed';
  return interactions.filter(({ verdict }) => verdict === unexpected);
}
