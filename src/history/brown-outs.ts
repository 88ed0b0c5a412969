import { OPERATIONS, type OperationId } from '../contract/operations.ts';
import type { Period, Timeline } from './timeline.ts';

/** An operation that was temporarily gone. */
export interface BrownOut {
  readonly operation: OperationId;
  /** When it was first and last observed as gone, in the form of `Observation.at`. */
  readonly from: string;
  readonly to: string;
  /** How often it disappeared and came back. */
  readonly times: number;
}

/** The first words of answers that show an operation as gone, for a whole run or part of it. */
const GONE: ReadonlySet<string> = new Set(['removed', 'brown-out']);

const isGone = ({ answer }: Period): boolean => GONE.has(answer.split(' ')[0] ?? '');

/** Returns the periods in which a probe showed its operation as gone and after which it came back, oldest first. */
function absences({ periods }: Timeline): Pick<Period, 'from' | 'to'>[] {
  const ended: Pick<Period, 'from' | 'to'>[] = [];
  let open: Pick<Period, 'from' | 'to'> | undefined;
  for (const period of periods) {
    if (isGone(period)) open = { from: open?.from ?? period.from, to: period.to };
    else if (open) {
      ended.push(open);
      open = undefined;
    }
  }
  return ended;
}

/** Returns the operations that were temporarily gone according to any of their probes, in the order of the tables. */
export function brownOutsOf(timelines: readonly Timeline[]): BrownOut[] {
  return OPERATIONS.flatMap(({ id }) => {
    const probes = timelines.filter(({ operation }) => operation === id).map(absences);
    const all = probes.flat();
    const from = all.map((absence) => absence.from).toSorted()[0];
    const to = all
      .map((absence) => absence.to)
      .toSorted()
      .at(-1);
    return from === undefined || to === undefined
      ? []
      : [{ operation: id, from, to, times: Math.max(...probes.map(({ length }) => length)) }];
  });
}
