import { z } from 'zod';
import { LEVELS } from '../../change/levels.ts';
import { ONE_SIDED, RULES } from '../../change/rules.ts';
import { GRADES } from '../../contract/basis.ts';
import { ORIGINS } from '../../evidence/exchange.ts';
import { TREATMENTS } from '../../contract/treatment.ts';

const answer = z.object({
  status: z.int().meta({ description: 'HTTP status code' }),
  treatment: z.enum(TREATMENTS),
  mark: z.string().meta({ description: 'By which the treatment was told' }),
  loginReason: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'x-seraph-loginreason; null: not there; left out: not on record' }),
  failureCategory: z
    .string()
    .nullable()
    .optional()
    .meta({ description: 'x-failure-category, by which the gateway names its reason' }),
  mediaType: z.string().nullable().optional(),
  shape: z.unknown().optional().meta({ description: 'Keys and types of the body; left out: not on record' }),
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
  days: z.int().optional().meta({ description: 'How old its newest evidence is' }),
});

/** An acknowledgement in a report. */
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
  before: answer.nullable().meta({ description: 'null: the probe is on the later side only' }),
  after: answer.nullable().meta({ description: 'null: the probe is on the earlier side only' }),
  fingerprint: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .meta({ description: 'Names the change across runs' }),
  sources: z.array(source),
  acknowledged: acknowledgedSchema.optional().meta({ description: 'The change is known and fails nothing' }),
});

const seen = z.object({
  credential: z.string(),
  operation: z.string(),
  answer,
  sources: z.array(source.omit({ side: true })),
});

const tally = z.int().min(0);

/** What `diff --format json` writes. */
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
      .meta({ description: 'Fingerprints of acknowledgements that match no change, or have run out' }),
  })
  .meta({ title: 'What differs between two runs or sets of recordings' });

/** The same as a JSON Schema document (draft 2020-12). */
export function diffJsonSchema(): object {
  return z.toJSONSchema(diffSchema, { io: 'input' });
}
