import { z } from 'zod';
import { runSchema } from '../run/run.ts';
import { diffSchema } from './diff-schema.ts';

const tally = z.int().min(0);

/** What `check --format json` writes. */
export const checkSchema = z
  .object({
    schema: z.literal('jira-token-contract/check/1'),
    exitCode: z.literal([0, 1, 3]),
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
    }),
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
