import { Fault } from '../fault.ts';
import type { Streams } from './session.ts';

/**
 * Whether a person takes evidence although it is worse.
 *
 * @param what the evidence and what is worse about it, as a sentence without its full stop
 * @throws Fault `usage` where there is nobody to ask
 */
export async function isAcceptedThough(what: string, { ask }: Pick<Streams, 'ask'>): Promise<boolean> {
  if (!ask) {
    throw new Fault('usage', `${what}: nothing was replaced. Make another run, or say --even-if-worse.`);
  }
  return /^y(?:es)?$/i.test((await ask(`${what}. Take it all the same? [y/N] `)) ?? '');
}
