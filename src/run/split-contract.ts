import { placedOperation } from '../classify/site-traits.ts';
import type { Contract } from '../contract/contract.ts';
import type { EraId } from '../contract/eras.ts';
import { operationOf } from '../contract/operations.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { probesOfQuestion } from '../contract/question.ts';
import type { Shard } from './shard.ts';

/** Probes that one part has to ask, because they are judged together. */
interface Group {
  /** The operations at their places, as `placedOperation` has them. */
  readonly operations: ReadonlySet<string>;
  /** Number of probes. */
  readonly size: number;
  /** Whether one of them is asked with --core, too. */
  readonly isCore: boolean;
}

/** The sets of operations that cannot be divided: one operation each, or all that the same questions are about. */
function indivisible(probes: readonly Probe[], together: readonly (readonly Probe[])[]): Set<string>[] {
  let sets = [...new Set(probes.map(placedOperation))].map((operation) => new Set([operation]));
  for (const some of together) {
    const operations = new Set(some.map(placedOperation));
    const touched = sets.filter((set) => !set.isDisjointFrom(operations));
    if (touched.length < 2) continue;
    const rest = sets.filter((set) => !touched.includes(set));
    sets = [new Set(touched.flatMap((set) => [...set])), ...rest];
  }
  return sets;
}

function groupsOf({ rows, wanted, questions }: Contract, era: EraId): Group[] {
  const own = [...rows, ...wanted].filter((row) => row.era === era);
  const probes = [...new Map(own.map((row) => [probeKey(row), row])).values()];
  return indivisible(probes, questions.map(probesOfQuestion)).map((operations) => {
    const inside = probes.filter((probe) => operations.has(placedOperation(probe)));
    const isCore = inside.some(({ operation }) => {
      const { core, admin } = operationOf(operation);
      return core === true || admin === true;
    });
    return { operations, size: inside.length, isCore };
  });
}

/** The core operations first, so that they are spread evenly by themselves, and of each kind the largest first. */
const byWeight = (a: Group, b: Group): number => Number(b.isCore) - Number(a.isCore) || b.size - a.size;

/** The operations of a part: each group goes to the part that has the fewest probes so far. The same for every runner. */
function operationsOf(groups: readonly Group[], { index, count }: Shard): Set<string> {
  const parts = Array.from({ length: count }, () => ({ size: 0, operations: new Set<string>() }));
  for (const { operations, size } of groups.toSorted(byWeight)) {
    const smallest = parts.reduce((least, part) => (part.size < least.size ? part : least));
    smallest.size += size;
    for (const operation of operations) smallest.operations.add(operation);
  }
  return parts[index - 1]?.operations ?? new Set();
}

/**
 * The part of a contract that falls to a shard, of one era. All credentials on an operation stay together, because only
 * together do they show that it is gone; so do the operations of one question. Each row is in one part alone.
 */
export function partOfContract(contract: Contract, era: EraId, shard: Shard): Contract {
  const operations = operationsOf(groupsOf(contract, era), shard);
  const isOwn = (probe: Probe): boolean => operations.has(placedOperation(probe));
  return {
    rows: contract.rows.filter((row) => row.era === era && isOwn(row)),
    wanted: contract.wanted.filter((row) => row.era === era && isOwn(row)),
    questions: contract.questions.filter((question) => probesOfQuestion(question).some(isOwn)),
  };
}

/** The largest number of parts of an era of which each has a probe. */
export function mostParts(contract: Contract, era: EraId): number {
  return groupsOf(contract, era).length;
}
