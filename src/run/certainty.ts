import { z } from 'zod';
import type { Exchange } from '../evidence/exchange.ts';

/** How sure an answer is, where it was asked for more than once. */
export interface Certainty {
  /** How often the answer was given, where it was asked for again and confirmed. */
  readonly times?: number | undefined;
  /** The statuses of single other answers, where one was given often enough to be believed all the same. */
  readonly dissent?: readonly number[] | undefined;
  /** The statuses of an answer that no signal explains, and that was the same every time. */
  readonly steady?: readonly number[] | undefined;
  /** The statuses that the probe got in turn, where they did not agree: it proves nothing. */
  readonly flapping?: readonly number[] | undefined;
  /** Other probes change between the old answer and the same new one: a change that is rolled out in part. */
  readonly rollOut?: true | undefined;
}

/** The same in a run file. Files of before a field came in lack it. */
export const certaintySchema: z.ZodType<Certainty> = z.strictObject({
  times: z.int().min(1).optional(),
  dissent: z.array(z.int()).optional(),
  steady: z.array(z.int()).optional(),
  flapping: z.array(z.int()).optional(),
  rollOut: z.literal(true).optional(),
});

/** How sure an exchange is; undefined where it was asked for once. */
export function certaintyOf({ meta }: Pick<Exchange, 'meta'>): Certainty | undefined {
  if (meta.origin === 'transcribed') return undefined;
  const { times, dissent, steady, flapping, rollOut } = meta;
  const certainty: Certainty = {
    ...(times !== undefined && { times }),
    ...(dissent && { dissent }),
    ...(steady && { steady }),
    ...(flapping && { flapping }),
    ...(rollOut && { rollOut }),
  };
  return Object.keys(certainty).length > 0 ? certainty : undefined;
}

/** How often an answer was confirmed: as it was counted, or as the statuses of a steady answer show. */
export function timesOf({ times, steady }: Certainty): number | undefined {
  return times ?? steady?.length;
}

/** "3 of 4 times, once 200". */
function timesWords(times: number, dissent: readonly number[]): string {
  const others = dissent.map((status) => `, once ${status}`).join('');
  return `${times} of ${times + dissent.length} times${others}`;
}

/** How sure an answer is, in a few words; empty where there is nothing to say. */
export function describeCertainty(certainty: Certainty = {}): string {
  const { flapping, rollOut, steady, dissent = [] } = certainty;
  const times = timesOf(certainty);
  return [
    ...(flapping ? [`answered ${flapping.join(', then ')}`] : []),
    ...(rollOut ? ['as other probes are: rolled out in part'] : []),
    ...(times === undefined ? [] : [timesWords(times, dissent)]),
    ...(steady ? [`always ${[...new Set(steady)].join(', ')}, which no signal explains`] : []),
    ...(times === undefined && dissent.length > 0
      ? [`answered ${dissent.join(', ')} once among several that agreed`]
      : []),
  ].join('; ');
}
