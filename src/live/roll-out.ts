import { brownOutsIn, operationKey } from '../classify/site-traits.ts';
import type { Exchange } from '../evidence/exchange.ts';

/** Number of new answers per probe, and number of such probes, that show a roll-out rather than a fault. */
const MIN_TIMES = 2;
const MIN_PROBES = 2;

/** Number of probes flapping to the same answer, however often, that show a roll-out: a fault of one request in a hundred does not hit that many. */
const MANY_PROBES = 5;

/** Returns the statuses of a probe whose answers did not agree, whatever was concluded; otherwise an empty list. */
function turnsOf({ meta, response }: Exchange): readonly number[] {
  if (meta.origin === 'transcribed') return [];
  // An answer that was confirmed in spite of a dissent was given at least that often.
  const confirmed = Array.from({ length: MIN_TIMES }, () => response.status);
  const turns = meta.flapping ?? (meta.dissent && [...meta.dissent, ...confirmed]);
  // Flapping between two answers with the same status does not count.
  return turns?.some((status) => status !== response.status) ? turns : [];
}

/** Whether the new answer, which is the recorded one of a flapping probe, was given more than once. */
const isEvidence = (exchange: Exchange): boolean =>
  turnsOf(exchange).filter((status) => status === exchange.response.status).length >= MIN_TIMES;

/**
 * Marks the probes that flap between the old answer and the same new one as a roll-out. A single flapping probe proves nothing;
 * several that flap to the same answer, each more than once, show that some of the replicas have changed.
 */
export function markRollOut(exchanges: readonly Exchange[]): Exchange[] {
  const brownedOut = brownOutsIn(exchanges);
  const isCandidate = (one: Exchange): boolean =>
    turnsOf(one).length > 0 && !brownedOut.has(operationKey(one));
  const candidates = exchanges.filter(isCandidate);
  const evidence = Map.groupBy(candidates.filter(isEvidence), ({ response }) => response.status);
  const flapping = Map.groupBy(candidates, ({ response }) => response.status);
  return exchanges.map((one): Exchange => {
    const { meta } = one;
    if (meta.origin === 'transcribed' || meta.flapping === undefined || !isCandidate(one)) return one;
    const { status } = one.response;
    const isRollOut =
      (evidence.get(status)?.length ?? 0) >= MIN_PROBES || (flapping.get(status)?.length ?? 0) >= MANY_PROBES;
    return isRollOut ? { ...one, meta: { ...meta, rollOut: true } } : one;
  });
}
