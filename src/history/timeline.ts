import { byTableOrder, probeKey, type Probe } from '../contract/probe.ts';
import type { Observation } from './observations.ts';

/** A time in which a probe was always answered alike. */
export interface Period {
  readonly answer: string;
  /** When it was first and last seen, as `Observation.at`. */
  readonly from: string;
  readonly to: string;
  /** How often. */
  readonly times: number;
}

/** All that is known of a probe over time. */
export interface Timeline extends Probe {
  /** The oldest first; never empty. */
  readonly periods: readonly [Period, ...Period[]];
}

function spellsOf([first, ...rest]: readonly [Observation, ...Observation[]]): [Period, ...Period[]] {
  const spells: [Period, ...Period[]] = [{ answer: first.answer, from: first.at, to: first.at, times: 1 }];
  for (const { answer, at } of rest) {
    const last = spells.at(-1);
    if (last?.answer === answer) spells[spells.length - 1] = { ...last, to: at, times: last.times + 1 };
    else spells.push({ answer, from: at, to: at, times: 1 });
  }
  return spells;
}

/** The timeline of each probe that was observed, in the order of the tables. */
export function timelines(observations: readonly Observation[]): Timeline[] {
  const byProbe = Map.groupBy(observations, probeKey);
  return [...byProbe.values()]
    .flatMap((group): Timeline[] => {
      const [first, ...rest] = group.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      if (!first) return [];
      const { credential, operation } = first;
      return [{ credential, operation, periods: spellsOf([first, ...rest]) }];
    })
    .toSorted(byTableOrder);
}

/** How a probe behaves now. */
export function currentPeriod({ periods: spells }: Timeline): Period {
  return spells.at(-1) ?? spells[0];
}

/** How it behaved before, or undefined where it always behaved so. */
export function previousPeriod({ periods: spells }: Timeline): Period | undefined {
  return spells.at(-2);
}
