import { z } from 'zod';
import { LEVELS } from '../../change/levels.ts';
import { ONE_SIDED, RULES } from '../../change/rules.ts';
import { GRADES } from '../../contract/basis.ts';
import { ORIGINS } from '../../evidence/exchange.ts';
import { TREATMENTS } from '../../contract/treatment.ts';

const answer = z.object({
  status: z.int().meta({ description: 'HTTP status code' }),
  treatment: z.enum(TREATMENTS),
  mark: z.string().meta({ description: 'The signal by which the treatment was recognised' }),
  loginReason: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'x-seraph-loginreason; null: no such header; absent: not on record' }),
  failureCategory: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'x-failure-category, the reason given by the gateway' }),
  mediaType: z.string().nullable().optional(),
  shape: z.unknown().optional().meta({ description: 'Keys and types of the body; absent: not on record' }),
});

const source = z.object({
  side: z.enum(['before', 'after']),
  date: z.string().meta({ description: 'YYYY, YYYY-MM or YYYY-MM-DD' }),
  grade: z.enum(GRADES),
  source: z.string(),
  note: z.string(),
});

const side = z.object({
  name: z.string(),
  origin: z.enum(ORIGINS),
  dates: z.object({ from: z.string(), to: z.string() }),
});

/** Schema of an acknowledgement in a report. */
export const acknowledgedSchema = z.object({
  fingerprint: z.string(),
  change: z.string(),
  reason: z.string(),
  link: z.string().optional(),
  until: z.string().optional(),
});

const change = z.object({
  rule: z.enum([...RULES.map(({ id }) => id), ONE_SIDED.added.id, ONE_SIDED.removed.id]),
  level: z.enum(LEVELS),
  credential: z.string(),
  operation: z.string(),
  before: answer.nullable().meta({ description: 'null: the probe is only in head' }),
  after: answer.nullable().meta({ description: 'null: the probe is only in base' }),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .meta({ description: 'Identifies the change across runs' }),
  sources: z.array(source),
  acknowledged: acknowledgedSchema
    .optional()
    .meta({ description: 'The change is known and does not fail the comparison' }),
});

const seen = z.object({
  credential: z.string(),
  operation: z.string(),
  answer,
  sources: z.array(source.omit({ side: true })),
});

const tally = z.int().min(0);

/** Schema of the output of `diff --format json`. */
export const diffSchema = z
  .object({
    schema: z.literal('jira-token-contract/diff/1'),
    base: side,
    head: side,
    failOn: z.enum(LEVELS),
    failed: z.boolean().meta({ description: 'A change at or above failOn is not acknowledged' }),
    summary: z.object({
      critical: tally,
      major: tally,
      minor: tally,
      notice: tally,
      info: tally,
      acknowledged: tally,
      undecided: tally,
      unchanged: tally,
    }),
    changes: z.array(change),
    undecided: z.array(z.object({ before: seen, after: seen })),
    idle: z
      .object({ unmatched: z.array(z.string()), expired: z.array(z.string()) })
      .meta({ description: 'Fingerprints of acknowledgements that match no change, or have expired' }),
  })
  .meta({ title: 'What differs between two runs or sets of recordings' });

/** Returns {@link diffSchema} as a JSON Schema document (draft 2020-12). */
export function diffJsonSchema(): object {
  return z.toJSONSchema(diffSchema, { io: 'input' });
}
