import { Fault } from '../fault.ts';
import type { Streams } from './session.ts';

/**
 * Asks a person whether to use weak evidence anyway.
 *
 * @param what the evidence and its weakness, as a sentence without its full stop
 * @throws Fault `usage` if there is no terminal to ask
 */
export async function confirmWeakEvidence(what: string, { ask }: Pick<Streams, 'ask'>): Promise<boolean> {
  if (!ask) {
    throw new Fault('usage', `${what}: nothing was replaced. Make another run, or add --even-if-worse.`);
  }
  return /^y(?:es)?$/i.test((await ask(`${what}. Use it anyway? [y/N] `)) ?? '');
}
