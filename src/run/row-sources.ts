import type { Basis } from '../contract/basis.ts';
import type { Exchange } from '../evidence/exchange.ts';

const basisOf = ({ date, grade, source, note }: Basis): Basis => ({ date, grade, source, note });

/** Returns the sources of a transcribed exchange, the one that gave its status first. Exchanges of a run have none. */
export function sourcesOf({ meta }: Exchange): Basis[] {
  return meta.origin !== 'transcribed' ? [] : [meta, ...(meta.also ?? [])].map(basisOf);
}
