import { z } from 'zod';
import type { Exchange } from '../evidence/exchange.ts';

/** How sure an answer is, where it was asked for more than once. */
export interface Certainty {
  /** The statuses that the probe got in turn, where they did not agree: it proves nothing. */
  readonly flapping?: readonly number[] | undefined;
  /** The statuses of single other answers, where one was given often enough to be believed all the same. */
  readonly dissent?: readonly number[] | undefined;
}

/** The same in a run file. */
export const certaintySchema: z.ZodType<Certainty> = z.strictObject({
  flapping: z.array(z.int()).optional(),
  dissent: z.array(z.int()).optional(),
});

/** How sure an exchange is; undefined where every answer agreed, or there was one. */
export function certaintyOf({ meta }: Pick<Exchange, 'meta'>): Certainty | undefined {
  if (meta.origin === 'transcribed') return undefined;
  const { flapping, dissent } = meta;
  if (!flapping && !dissent) return undefined;
  return { ...(flapping && { flapping }), ...(dissent && { dissent }) };
}

/** How sure an answer is, in a few words; empty where there is nothing to say. */
export function certaintyWords({ flapping, dissent }: Certainty = {}): string {
  return [
    ...(flapping ? [`answered ${flapping.join(', then ')}`] : []),
    ...(dissent ? [`answered ${dissent.join(', ')} once among several that agreed`] : []),
  ].join('; ');
}
