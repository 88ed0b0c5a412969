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
    .meta({ description: 'How sure it is; left out where it was asked for once' }),
  fingerprint: fingerprint.meta({ description: 'Names the finding across runs; acknowledge takes it' }),
  also: z
    .array(z.object({ rule: z.string(), fingerprint }))
    .meta({ description: 'The lesser rules that the probe comes under' }),
  acknowledged: acknowledgedSchema.optional(),
});

/** What `check --format json` writes. */
export const checkSchema = z
  .object({
    schema: z.literal('jira-token-contract/check/1'),
    exitCode: z.literal([0, 1, 3]),
    inconclusive: z
      .array(z.string())
      .meta({ description: 'Why nothing can be concluded; empty where something is' }),
    incomplete: z.string().nullable().meta({ description: 'Why the run did not come to its end' }),
    summary: z.object({
      kept: tally,
      broken: tally,
      knownBroken: tally.meta({ description: 'Broken, and acknowledged: they fail nothing' }),
      disproved: tally.meta({ description: 'Rows that were only inferred and came out otherwise' }),
      inconclusive: tally,
      skipped: tally,
      wantedStillOpen: tally,
      wantedFixed: tally,
      otherFailures: tally,
      pactNews: tally.meta({
        description: 'Interactions of the pacts that are not as agreed, or wanted ones that pass',
      }),
      new: tally.meta({ description: 'Findings that fail the run' }),
      fixed: tally.meta({ description: 'Good news; where it fails, the contract has to follow' }),
      known: tally.meta({ description: 'Findings that are acknowledged' }),
    }),
    sureness: z
      .object({
        asked: tally.meta({ description: 'Rows of the contract that were asked' }),
        undecided: tally,
        confirmed: tally.meta({ description: 'Rows whose answer was asked for again and confirmed' }),
        rollOut: tally.meta({ description: 'Rows answered partly in a new way, as others are' }),
        flapping: tally.meta({ description: 'Other rows whose answers did not agree: they prove nothing' }),
        dissent: tally.meta({ description: 'Rows with one answer that did not agree with the others' }),
      })
      .meta({ description: 'How sure the run is' }),
    next: z.array(z.string()).meta({ description: 'Commands after which the next run is green' }),
    findings: z.array(finding).meta({ description: 'What was found, each probe once; what fails first' }),
    ages: z
      .array(
        z.object({
          what: z.enum(['recordings', 'baseline', 'live run']),
          name: z.string(),
          date: z.string().optional(),
          days: z.int().optional(),
        }),
      )
      .meta({ description: 'How old the evidence is; empty where nobody asked' }),
    run: runSchema,
    diff: diffSchema.nullable().meta({ description: 'The comparison with the baseline' }),
  })
  .meta({ title: 'A run of the contract' });

/** The same as a JSON Schema document (draft 2020-12). */
export function checkJsonSchema(): object {
  return z.toJSONSchema(checkSchema, { io: 'input' });
}
