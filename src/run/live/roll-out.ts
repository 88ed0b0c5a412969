import type { Exchange } from '../../evidence/exchange.ts';

/** How often a probe must be answered in the new way, and how many probes, before that is a roll-out and not a fault. */
const TIMES = 2;
const PROBES = 2;

/** The statuses that a probe was answered with in turn; none where they agree. */
const turnsOf = ({ meta }: Exchange): readonly number[] =>
  meta.origin === 'transcribed' ? [] : (meta.flapping ?? []);

/** How often the new answer was among them: what is kept of a probe that flaps is the answer that would raise an alarm. */
const timesOf = (exchange: Exchange): number =>
  turnsOf(exchange).filter((status) => status === exchange.response.status).length;

/**
 * Marks the probes that are answered in turn in the old way and in the same new one. A single probe that flaps proves
 * nothing; several that flap to the same answer, each more than once, are met by replicas of which a part has changed.
 */
export function markRollOut(exchanges: readonly Exchange[]): Exchange[] {
  const flapping = exchanges.filter((one) => turnsOf(one).length > 0);
  const statuses = new Set(flapping.map(({ response }) => response.status));
  const rolledOut = new Set(
    [...statuses].filter(
      (status) =>
        flapping.filter((one) => one.response.status === status && timesOf(one) >= TIMES).length >= PROBES,
    ),
  );
  return exchanges.map((one): Exchange => {
    const { meta } = one;
    if (meta.origin === 'transcribed' || !flapping.includes(one)) return one;
    return rolledOut.has(one.response.status) ? { ...one, meta: { ...meta, rollOut: true } } : one;
  });
}
