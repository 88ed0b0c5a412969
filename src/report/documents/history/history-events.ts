import type { Timeline } from '../../../history/timeline.ts';
import { groupBy } from '../phrases.ts';

/** Probes whose answers changed in the same way at the same time. */
export interface HistoryEvent {
  /** When the new answer was first observed, in the form of `Observation.at`. */
  readonly at: string;
  /** The run or public set that observed it. */
  readonly seenBy: string;
  readonly credential: string;
  readonly before: string;
  readonly after: string;
  readonly operations: readonly Timeline['operation'][];
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
  const key = ({ at, seenBy, credential, before, after }: (typeof turns)[number]): string =>
    JSON.stringify([at, seenBy, credential, before, after]);
  return groupBy(turns, key)
    .map(([, group]) => {
      const [{ at, seenBy, credential, before, after }] = group;
      return { at, seenBy, credential, before, after, operations: group.map(({ operation }) => operation) };
    })
    .toSorted((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0));
}
