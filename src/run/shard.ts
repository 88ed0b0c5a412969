import { Fault } from '../fault.ts';

/** One of several parts of a run, numbered from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * Parses the value of an option, such as `2/3`.
 *
 * @throws Fault `usage` if it is not a shard
 */
export function parseShard(value: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new Fault(
    'usage',
    `--shard must be the number of a part and the number of parts, such as 1/3, not "${value}".`,
  );
}

/** Returns every `count`-th item of a list, starting with the `index`-th. */
export function itemsOfShard<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, i) => i % count === index - 1);
}
