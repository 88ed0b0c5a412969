import type { Basis } from '../contract/basis.ts';
import type { Exchange } from '../evidence/exchange.ts';

const basisOf = ({ date, grade, source, note }: Basis): Basis => ({ date, grade, source, note });

/** Where an exchange is known from, the observation that gave its status first. None: a run of ours. */
export function sourcesOf({ meta }: Exchange): Basis[] {
  return meta.origin !== 'transcribed' ? [] : [meta, ...(meta.also ?? [])].map(basisOf);
}
