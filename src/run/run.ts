import { z } from 'zod';
import { MARK_IDS } from '../answer/marks.ts';
import { GRADES } from '../contract/basis.ts';
import { findCredential } from '../contract/credentials.ts';
import { ERAS } from '../contract/eras.ts';
import { findOperation } from '../contract/operations.ts';
import { TREATMENTS } from '../contract/treatment.ts';
import { jsonText } from '../evidence/json-text.ts';
import { readChecked } from '../evidence/read-json.ts';
import {
  responseSchema,
  setSchema,
  shapeSchema,
  type RecordingSetInfo,
} from '../evidence/recording-schema.ts';
import { known } from '../evidence/known.ts';
import { pactResultSchema, type PactResult } from './pact-result.ts';
import { VERDICTS, type RowResult } from './row-result.ts';

const basis = z.strictObject({
  grade: z.enum(GRADES),
  date: z.string(),
  source: z.string(),
  note: z.string(),
});

const answer = z.strictObject({
  status: z.int(),
  treatment: z.enum(TREATMENTS),
  mark: z.enum(MARK_IDS),
  loginReason: z.string().nullable().optional(),
  mediaType: z.string().nullable().optional(),
  shape: shapeSchema.optional(),
});

const row = z.strictObject({
  kind: z.enum(['contract', 'wanted']),
  era: z.enum(ERAS.map(({ id }) => id)),
  credential: known('credential', (name) => findCredential(name)?.name),
  operation: known('operation', (id) => findOperation(id)?.id),
  expected: z.strictObject({
    treatment: z.enum(TREATMENTS).exclude(['inconclusive']),
    statuses: z.array(z.int()),
    empty: z.literal(true).optional(),
    basis: basis.optional(),
  }),
  verdict: z.enum(VERDICTS),
  reason: z.string().optional(),
  answer: answer.optional(),
  response: responseSchema.optional(),
  at: z.iso.datetime().optional(),
  sources: z.array(basis),
});

/** One run of the contract: what was asked, what came back, and what became of each row. */
export interface Run {
  readonly schema: 'jira-token-contract/run/1';
  /** Name and version of the tool that ran. */
  readonly tool: string;
  readonly recordings: RecordingSetInfo;
  readonly rows: readonly RowResult[];
  /** Tests that failed and are no row, such as the question of the thread. */
  readonly failures: readonly string[];
  /** What Pact's verifier said; left out where it was not asked. */
  readonly pacts?: readonly PactResult[] | undefined;
}

/** The file of a run. */
export const runSchema: z.ZodType<Run> = z.strictObject({
  schema: z.literal('jira-token-contract/run/1'),
  tool: z.string(),
  recordings: setSchema,
  rows: z.array(row),
  failures: z.array(z.string()),
  pacts: z.array(pactResultSchema).optional(),
});

/**
 * A run that was kept as a file.
 *
 * @throws Fault `unreadable-file`, `bad-json` or `bad-fixture`
 */
export function readRun(path: string): Run {
  return readChecked(path, runSchema);
}

/** The text of a run's file. The same run gives the same text: it holds no time but those of its evidence. */
export function runText(run: Run): string {
  return jsonText(run);
}
