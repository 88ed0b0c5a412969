import { z } from 'zod';
import { runSchema } from '../../run/run.ts';
import { LEVELS } from '../../change/levels.ts';
import { STATES } from '../../findings/finding.ts';
import { certaintySchema } from '../../run/certainty.ts';
import { PRECEDENCE } from '../../findings/precedence.ts';
import { acknowledgedSchema, diffSchema } from './diff-schema.ts';

const tally = z.int().min(0);

const fingerprint = z.string().regex(/^[0-9a-f]{16}$/);

const finding = z.object({
  rule: z.enum(PRECEDENCE),
  state: z.enum(STATES),
  level: z.enum(LEVELS),
  fails: z.boolean(),
  probe: z.object({ credential: z.string(), operation: z.string() }).optional(),
  title: z.string(),
  message: z.string(),
  detail: z.string(),
  certainty: certaintySchema
    .optional()
    .meta({ description: 'Certainty of the answer; absent if it was requested once' }),
  fingerprint: fingerprint.meta({ description: 'Identifies the finding across runs, for acknowledge' }),
  also: z
    .array(z.object({ rule: z.string(), fingerprint }))
    .meta({ description: 'Lower-ranking rules that also match the probe' }),
  acknowledged: acknowledgedSchema.optional(),
});

/** Schema of the output of `check --format json`. */
export const checkSchema = z
  .object({
    schema: z.literal('jira-token-contract/check/1'),
    exitCode: z.literal([0, 1, 3]),
    inconclusive: z
      .array(z.string())
      .meta({ description: 'Why the run is inconclusive; empty if it is conclusive' }),
    incomplete: z
      .string()
      .nullable()
      .meta({ description: 'Why the run is incomplete; null if it is complete' }),
    summary: z.object({
      kept: tally,
      broken: tally,
      knownBroken: tally.meta({ description: 'Broken and acknowledged: they do not fail the run' }),
      disproved: tally.meta({ description: 'Rows that were only inferred, where the guess was wrong' }),
      inconclusive: tally,
      skipped: tally,
      wantedStillOpen: tally,
      wantedFixed: tally,
      otherFailures: tally,
      pactNews: tally.meta({
        description: 'Interactions of the present pact that fail, and of the wanted pact that pass',
      }),
      new: tally.meta({ description: 'Findings that fail the run' }),
      fixed: tally.meta({ description: 'Fixes; if one fails the run, update the contract' }),
      known: tally.meta({ description: 'Findings that are acknowledged' }),
    }),
    sureness: z
      .object({
        asked: tally.meta({ description: 'Rows of the contract that were sent' }),
        undecided: tally,
        confirmed: tally.meta({ description: 'Rows whose answer was confirmed by repeated requests' }),
        rollOut: tally.meta({
          description: 'Rows with a partial roll-out: the same new answer alternates on other probes',
        }),
        flapping: tally.meta({ description: 'Other rows with changing answers: they prove nothing' }),
        dissent: tally.meta({ description: 'Rows with one differing answer' }),
      })
      .meta({ description: 'Certainty of the run' }),
    next: z.array(z.string()).meta({ description: 'Commands that make the next run pass' }),
    findings: z.array(finding).meta({ description: 'Findings, each probe once; failing ones first' }),
    ages: z
      .array(
        z.object({
          what: z.enum(['recordings', 'baseline', 'live run']),
          name: z.string(),
          date: z.string().optional(),
          days: z.int().optional().meta({ description: 'Days by which it is older than the run' }),
        }),
      )
      .meta({ description: 'Dates of the evidence; empty if not determined' }),
    run: runSchema,
    diff: diffSchema.nullable().meta({ description: 'The comparison with the baseline' }),
  })
  .meta({ title: 'A run of the contract' });

/** Returns {@link checkSchema} as a JSON Schema document (draft 2020-12). */
export function checkJsonSchema(): object {
  return z.toJSONSchema(checkSchema, { io: 'input' });
}
