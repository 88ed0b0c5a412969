import { Fault } from '../fault.ts';

/** One of several parts of a run, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The shard that an option names: `2/3`.
 *
 * @throws Fault `usage`
 */
export function parseShard(value: string): Shard {
  const [, index = 0, count = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(value) ?? []).map(Number);
  if (index >= 1 && index <= count) return { index, count };
  throw new Fault('usage', `--shard must be such as 1/3: a part, and the number of parts, not "${value}".`);
}

/** The things of a list that fall to a shard: every so-many-th. */
export function itemsOfShard<T>(things: readonly T[], { index, count }: Shard): T[] {
  return things.filter((_, i) => i % count === index - 1);
}
