import { brownOutsIn, placedOperation } from '../classify/site-traits.ts';
import type { Exchange } from '../evidence/exchange.ts';

/** How often a probe must be answered in the new way, and how many probes, before that is a roll-out and not a fault. */
const TIMES = 2;
const PROBES = 2;

/** Probes that flap to the same answer, however often they gave it: one fault in a hundred does not hit so many alike. */
const MANY = 5;

/** The statuses that a probe was answered with where they did not agree, whatever was concluded; else none. */
function turnsOf({ meta, response }: Exchange): readonly number[] {
  if (meta.origin === 'transcribed') return [];
  // What was believed in spite of a dissent was met more often than that.
  const believed = Array.from({ length: TIMES }, () => response.status);
  const turns = meta.flapping ?? (meta.dissent && [...meta.dissent, ...believed]);
  // A probe that flaps between two answers of one status is another matter.
  return turns?.some((status) => status !== response.status) ? turns : [];
}

/** Whether the new answer, which is the one that is kept of a probe that flaps, came more than once. */
const isEvidence = (exchange: Exchange): boolean =>
  turnsOf(exchange).filter((status) => status === exchange.response.status).length >= TIMES;

/**
 * Marks the probes that are answered in turn in the old way and in the same new one. A single probe that flaps proves
 * nothing; several that flap to the same answer, each more than once, are met by replicas of which a part has changed.
 */
export function markRollOut(exchanges: readonly Exchange[]): Exchange[] {
  const brownedOut = brownOutsIn(exchanges);
  const isCandidate = (one: Exchange): boolean =>
    turnsOf(one).length > 0 && !brownedOut.has(placedOperation(one));
  const candidates = exchanges.filter(isCandidate);
  const evidence = Map.groupBy(candidates.filter(isEvidence), ({ response }) => response.status);
  const flapping = Map.groupBy(candidates, ({ response }) => response.status);
  return exchanges.map((one): Exchange => {
    const { meta } = one;
    if (meta.origin === 'transcribed' || meta.flapping === undefined || !isCandidate(one)) return one;
    const { status } = one.response;
    const isOne =
      (evidence.get(status)?.length ?? 0) >= PROBES || (flapping.get(status)?.length ?? 0) >= MANY;
    return isOne ? { ...one, meta: { ...meta, rollOut: true } } : one;
  });
}
