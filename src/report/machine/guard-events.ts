import { z } from 'zod';
import type { GuardedAnswer } from '../../guard/proxy.ts';

const number = z.int().min(0);

const listening = z
  .object({
    event: z.literal('listening'),
    schema: z.literal('jira-token-contract/guard/1'),
    origin: z.string().meta({ description: 'The address to give to programs' }),
    site: z.string().meta({ description: 'The origin that gets their requests' }),
  })
  .meta({ description: 'The first line' });

const answer = z
  .object({
    event: z.literal('answer'),
    at: z.iso.datetime(),
    method: z.string(),
    path: z.string().nullable().meta({ description: 'Without the query; null if it may contain a secret' }),
    status: z.int().nullable().meta({ description: 'What the site answered; null: nothing' }),
    state: z.enum(['alive', 'dead', 'cannot tell']),
    signal: z.string().meta({ description: 'What decided' }),
    outcome: z.enum(['passed', 'refused', 'withheld', 'failed']).meta({
      description:
        'passed: unchanged. refused: 401 instead. withheld: 502 because of --strict. failed: no answer came',
    }),
  })
  .meta({ description: 'An answer to a request with Authorization' });

const end = z
  .object({
    event: z.literal('end'),
    requests: number.meta({ description: 'All requests, those without Authorization as well' }),
    passed: number,
    dead: number,
    undecided: number,
    failed: number,
    myselfAsked: number,
  })
  .meta({ description: 'The last line, unless the process was killed' });

/** Schema of each line of the output of `guard --format json`. */
export const guardEventSchema = z
  .discriminatedUnion('event', [listening, answer, end])
  .meta({ title: 'What the guard did, an event on each line' });

/** What the guard did. */
export type GuardEvent = z.infer<typeof guardEventSchema>;

/** Returns {@link guardEventSchema} as a JSON Schema document (draft 2020-12). */
export function guardJsonSchema(): object {
  return z.toJSONSchema(guardEventSchema, { io: 'input' });
}

/** Returns an event as a line. */
export function eventLine(event: GuardEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/**
 * Returns the event of an answer.
 *
 * @param now the time in milliseconds
 */
export function answerEvent(
  { method, path, status, verdict, outcome }: GuardedAnswer,
  now: number,
): GuardEvent & { readonly event: 'answer' } {
  const at = new Date(now).toISOString();
  const { state, signal } = verdict;
  return { event: 'answer', at, method, path, status: status ?? null, state, signal, outcome };
}
