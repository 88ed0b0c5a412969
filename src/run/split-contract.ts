import { operationKey } from '../classify/site-traits.ts';
import type { Contract } from '../contract/contract.ts';
import type { EraId } from '../contract/eras.ts';
import { operationOf } from '../contract/operations.ts';
import { probeKey, type Probe } from '../contract/probe.ts';
import { probesOfQuestion } from '../contract/question.ts';
import type { Shard } from './shard.ts';

/** Probes that must be in the same part, because they are judged together. */
interface Group {
  /** Keys of the operations at their places, as returned by `operationKey`. */
  readonly operations: ReadonlySet<string>;
  /** Number of probes. */
  readonly size: number;
  /** Whether any of them is included in --core. */
  readonly isCore: boolean;
}

/** Returns the sets of operations that cannot be split: single operations, or all operations of connected questions. */
function indivisible(probes: readonly Probe[], together: readonly (readonly Probe[])[]): Set<string>[] {
  let sets = [...new Set(probes.map(operationKey))].map((operation) => new Set([operation]));
  for (const some of together) {
    const operations = new Set(some.map(operationKey));
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
    const inside = probes.filter((probe) => operations.has(operationKey(probe)));
    const isCore = inside.some(({ operation }) => {
      const { core, admin } = operationOf(operation);
      return core === true || admin === true;
    });
    return { operations, size: inside.length, isCore };
  });
}

/** Compares groups: core operations first, so that they are spread evenly, then the largest first. */
const byWeight = (a: Group, b: Group): number => Number(b.isCore) - Number(a.isCore) || b.size - a.size;

/** Returns the operations of a part. Each group goes to the part with the fewest probes so far. Deterministic on every runner. */
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
 * Returns the part of a contract that belongs to a shard, for one era. All credentials on an operation stay together, because
 * only together do they show that it is gone; so do the operations of a question. Each row is in exactly one part.
 */
export function partOfContract(contract: Contract, era: EraId, shard: Shard): Contract {
  const operations = operationsOf(groupsOf(contract, era), shard);
  const isOwn = (probe: Probe): boolean => operations.has(operationKey(probe));
  return {
    rows: contract.rows.filter((row) => row.era === era && isOwn(row)),
    wanted: contract.wanted.filter((row) => row.era === era && isOwn(row)),
    questions: contract.questions.filter((question) => probesOfQuestion(question).some(isOwn)),
  };
}

/** Returns the largest number of parts of an era without an empty part. */
export function maxParts(contract: Contract, era: EraId): number {
  return groupsOf(contract, era).length;
}
