import { basename } from 'node:path';
import type { Shard } from './shard.ts';
import { withVitest } from './run-specs.ts';

/** The names of the spec files that fall to a shard, as vitest itself divides them. */
export async function filesOfShard(shard: Shard): Promise<Set<string>> {
  const { BaseSequencer } = await import('vitest/node');
  return withVitest('live', [], shard, async (vitest) => {
    const all = await vitest.globTestSpecifications();
    const own = await new BaseSequencer(vitest).shard(all);
    return new Set(own.map(({ moduleId }) => basename(moduleId)));
  });
}
