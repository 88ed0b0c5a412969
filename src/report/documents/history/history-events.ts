import type { Timeline } from '../../../history/timeline.ts';
import { groupBy } from '../phrases.ts';

/** Probes whose answers changed in the same way at the same time. */
export interface HistoryEvent {
  /** When the new answer was first observed, in the form of `Observation.at`. */
  readonly at: string;
  /** The run or public set that observed it. */
  readonly seenBy: string;
  readonly before: string;
  readonly after: string;
  readonly probes: number;
  readonly credentials: readonly string[];
  readonly operations: readonly string[];
}

/** Returns the changes in some timelines as dated events, newest first. */
export function historyEvents(timelines: readonly Timeline[]): HistoryEvent[] {
  const turns = timelines.flatMap(({ credential, operation, periods }) =>
    periods.slice(1).map(({ answer: after, from: at, seenBy }, i) => ({
      at,
      seenBy,
      credential,
      operation,
      before: periods[i]?.answer ?? '',
      after,
    })),
  );
  const key = ({ at, seenBy, before, after }: (typeof turns)[number]): string =>
    JSON.stringify([at, seenBy, before, after]);
  return groupBy(turns, key)
    .map(([, group]) => {
      const [{ at, seenBy, before, after }] = group;
      const credentials = [...new Set(group.map(({ credential }) => credential))];
      const operations = [...new Set(group.map(({ operation }) => operation))];
      return { at, seenBy, before, after, probes: group.length, credentials, operations };
    })
    .toSorted((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : b.probes - a.probes));
}
