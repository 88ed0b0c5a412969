import { compareProbes, probeKey, type Probe } from '../contract/probe.ts';
import type { Observation } from './observations.ts';

/** A period in which the answer to a probe did not change. */
export interface Period {
  readonly answer: string;
  /** When the answer was first and last observed, in the form of `Observation.at`. */
  readonly from: string;
  readonly to: string;
  /** Number of observations. */
  readonly times: number;
  /** The run or public set in which it was first observed. */
  readonly seenBy: string;
}

/** The behaviour of a probe over time. */
export interface Timeline extends Probe {
  /** Oldest first; never empty. */
  readonly periods: readonly [Period, ...Period[]];
}

function periodsOf([first, ...rest]: readonly [Observation, ...Observation[]]): [Period, ...Period[]] {
  const periods: [Period, ...Period[]] = [
    { answer: first.answer, from: first.at, to: first.at, times: 1, seenBy: first.seenBy },
  ];
  for (const { answer, at, seenBy } of rest) {
    const last = periods.at(-1);
    if (last?.answer === answer) periods[periods.length - 1] = { ...last, to: at, times: last.times + 1 };
    else periods.push({ answer, from: at, to: at, times: 1, seenBy });
  }
  return periods;
}

/** Returns the timeline of each observed probe, in the order of the tables. */
export function timelines(observations: readonly Observation[]): Timeline[] {
  const byProbe = Map.groupBy(observations, probeKey);
  return [...byProbe.values()]
    .flatMap((group): Timeline[] => {
      const [first, ...rest] = group.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
      if (!first) return [];
      const { credential, operation } = first;
      return [{ credential, operation, periods: periodsOf([first, ...rest]) }];
    })
    .toSorted(compareProbes);
}

/** Returns the current behaviour of a probe. */
export function currentPeriod({ periods }: Timeline): Period {
  return periods.at(-1) ?? periods[0];
}

/** Returns the behaviour of a probe before the current one; undefined if it never changed. */
export function previousPeriod({ periods }: Timeline): Period | undefined {
  return periods.at(-2);
}
