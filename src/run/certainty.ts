import { z } from 'zod';
import type { Exchange } from '../evidence/exchange.ts';

/** How certain an answer is, if the probe was sent more than once. */
export interface Certainty {
  /** How often the answer was given, if it was confirmed. */
  readonly times?: number | undefined;
  /** The statuses of different answers in spite of which the answer was confirmed. */
  readonly dissent?: readonly number[] | undefined;
  /** The statuses of an answer that no signal explains but that was the same every time. */
  readonly steady?: readonly number[] | undefined;
  /** The statuses of answers that did not agree, in order: they prove nothing. */
  readonly flapping?: readonly number[] | undefined;
  /** Set if other probes flap to the same new answer: a change that is partly rolled out. */
  readonly rollOut?: true | undefined;
}

/** Schema of `Certainty` in a run file. Older files lack newer fields. */
export const certaintySchema: z.ZodType<Certainty> = z.strictObject({
  times: z.int().min(1).optional(),
  dissent: z.array(z.int()).optional(),
  steady: z.array(z.int()).optional(),
  flapping: z.array(z.int()).optional(),
  rollOut: z.literal(true).optional(),
});

/** Returns how certain an exchange is; undefined if the probe was sent once. */
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

/** Returns how often an answer was given: the recorded number, or the number of statuses of a steady answer. */
export function confirmationCount({ times, steady }: Certainty): number | undefined {
  return times ?? steady?.length;
}

/** Describes the number of times: "3 of 4 times, once 200". */
function describeTimes(times: number, dissent: readonly number[]): string {
  const others = dissent.map((status) => `, once ${status}`).join('');
  return `${times} of ${times + dissent.length} times${others}`;
}

/** Describes how certain an answer is in a few words; empty if the probe was sent once. */
export function describeCertainty(certainty: Certainty = {}): string {
  const { flapping, rollOut, steady, dissent = [] } = certainty;
  const times = confirmationCount(certainty);
  return [
    ...(flapping ? [`answered ${flapping.join(', then ')}`] : []),
    ...(rollOut ? ['as other probes are: rolled out in part'] : []),
    ...(times === undefined ? [] : [describeTimes(times, dissent)]),
    ...(steady ? [`always ${[...new Set(steady)].join(', ')}, which no signal explains`] : []),
    ...(times === undefined && dissent.length > 0
      ? [`answered ${dissent.join(', ')} once among several that agreed`]
      : []),
  ].join('; ');
}
