import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import type { Period, Timeline } from './timeline.ts';

/** An operation that was gone for a time and came back. */
export interface BrownOut {
  readonly operation: OperationId;
  /** When it was first and last seen to be gone, as `Observation.at`. */
  readonly from: string;
  readonly to: string;
  /** How often it went and came back. */
  readonly times: number;
}

/** The first words of what a probe shows of an operation that is gone, for all of a run or a part of it. */
const GONE: ReadonlySet<string> = new Set(['removed', 'brown-out']);

const isGone = ({ answer }: Period): boolean => GONE.has(answer.split(' ')[0] ?? '');

/** The times for which a probe showed its operation as gone, and after which it did not any more, the oldest first. */
function absences({ periods: spells }: Timeline): Pick<Period, 'from' | 'to'>[] {
  const ended: Pick<Period, 'from' | 'to'>[] = [];
  let open: Pick<Period, 'from' | 'to'> | undefined;
  for (const spell of spells) {
    if (isGone(spell)) open = { from: open?.from ?? spell.from, to: spell.to };
    else if (open) {
      ended.push(open);
      open = undefined;
    }
  }
  return ended;
}

/** The operations that were gone for a time and came back, as any of their probes shows, in the order of the tables. */
export function brownOutsOf(timelines: readonly Timeline[]): BrownOut[] {
  return OPERATIONS.flatMap(({ id }) => {
    const probes = timelines.filter(({ operation }) => operation === id).map(absences);
    const all = probes.flat();
    const from = all.map((one) => one.from).toSorted()[0];
    const to = all
      .map((one) => one.to)
      .toSorted()
      .at(-1);
    return from === undefined || to === undefined
      ? []
      : [{ operation: id, from, to, times: Math.max(...probes.map(({ length }) => length)) }];
  });
}
