import { z } from 'zod';
import { SIGNAL_IDS } from '../classify/signals.ts';
import { GRADES } from '../contract/basis.ts';
import { CREDENTIALS, findCredential } from '../contract/credentials.ts';
import { ERAS } from '../contract/eras.ts';
import { isOperationId } from '../contract/operations.ts';
import { TREATMENTS } from '../contract/treatment.ts';
import { tableNameSchema } from '../evidence/known.ts';
import { responseSchema, shapeSchema } from '../evidence/recording-schema.ts';
import { certaintySchema } from './certainty.ts';
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
  mark: z.enum(SIGNAL_IDS),
  loginReason: z.string().nullable().optional(),
  failureCategory: z.string().nullable().optional(),
  mediaType: z.string().nullable().optional(),
  shape: shapeSchema.optional(),
});

/** Schema of a row in a run file. Its operation need not be in the table: a sweep covers all published operations. */
export const rowSchema: z.ZodType<RowResult> = z.strictObject({
  kind: z.enum(['contract', 'wanted']),
  era: z.enum(ERAS.map(({ id }) => id)),
  credential: tableNameSchema(
    'credential',
    (name) => findCredential(name)?.name,
    CREDENTIALS.map(({ name }) => name),
  ),
  operation: tableNameSchema('operation', (id) => (isOperationId(id) ? id : undefined)),
  expected: z.strictObject({
    treatment: z.enum(TREATMENTS).exclude(['inconclusive']),
    statuses: z.array(z.int()),
    empty: z.literal(true).optional(),
    failureCategory: z.string().optional(),
    basis: basis.optional(),
  }),
  verdict: z.enum(VERDICTS),
  reason: z.string().optional(),
  answer: answer.optional(),
  response: responseSchema.optional(),
  at: z.iso.datetime().optional(),
  certainty: certaintySchema.optional(),
  sources: z.array(basis),
});
