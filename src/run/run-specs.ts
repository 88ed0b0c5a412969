import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Reporter, Vitest } from 'vitest/node';
import { Fault } from '../contract/fault.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../exchange/seen.ts';
import { Collector } from './collector.ts';
import { byRowOrder } from './row-result.ts';
import type { Run } from './run.ts';
import type { Shard } from './shard.ts';
import { TOOL } from './tool.ts';

/** The folder of the project, in which the configurations stand. */
const ROOT = join(import.meta.dirname, '..', '..');

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Who answers the specs: a set of recordings, or what a live run saw. */
export type Answers = { readonly recordings: RecordingSet } | { readonly seen: SeenAnswers };

/** The vitest project that runs the spec files, and the configuration that has it. */
const PROJECTS = {
  recorded: 'vitest.config.ts',
  live: 'vitest.live.config.ts',
} as const;

export type ProjectName = keyof typeof PROJECTS;

/** A part of the spec files, and the file that takes its result, to be merged with the others. */
export interface ShardedRun {
  readonly shard: Shard;
  readonly blob: string;
}

/** Opens vitest with one project, quietly, and closes it whatever happens. */
export async function withVitest<T>(
  project: ProjectName,
  reporters: (Reporter | [string, Record<string, unknown>])[],
  shard: Shard | undefined,
  work: (vitest: Vitest) => Promise<T>,
): Promise<T> {
  // Loaded here, because it takes most of a second that a usage error need not wait for.
  const { createVitest } = await import('vitest/node');
  const exitCode = process.exitCode;
  const vitest = await createVitest(
    {
      config: join(ROOT, PROJECTS[project]),
      root: ROOT,
      project: [project],
      reporters,
      watch: false,
      ...(shard && { shard: `${shard.index}/${shard.count}` }),
    },
    {},
    { stdout: silence(), stderr: silence() },
  );
  try {
    return await work(vitest);
  } finally {
    await vitest.close();
    // vitest sets it where a test failed; what a broken row means for the exit code is the command's to say.
    process.exitCode = exitCode;
  }
}

/**
 * The run that was collected.
 *
 * @param part it is a part of one, which may hold no row
 * @throws Fault `nothing-ran` where a spec file could not be run, or no test was executed
 */
export function collectedRun(collector: Collector, info: RecordingSetInfo, part = false): Run {
  if (collector.obstacles.length > 0) {
    throw new Fault('nothing-ran', `The contract could not be run: ${collector.obstacles.join('; ')}`);
  }
  if (collector.executed === 0 && !part) {
    throw new Fault(
      'nothing-ran',
      `No row of the contract could be held against ${info.name}: it holds none.`,
    );
  }
  return {
    schema: 'jira-token-contract/run/1',
    tool: TOOL,
    recordings: info,
    // Which worker was first must not show.
    rows: collector.rows.toSorted(byRowOrder),
    failures: collector.failures.toSorted(),
  };
}

/**
 * Runs the spec files, as the vitest project `recorded` or `live`. Neither gets to see a credential.
 *
 * @param sharded a part of the spec files alone
 * @throws Fault `nothing-ran` where a spec file could not be run, or no test was executed
 */
export async function runSpecs(answers: Answers, sharded?: ShardedRun): Promise<Run> {
  const collector = new Collector();
  const name: ProjectName = 'seen' in answers ? 'live' : 'recorded';
  const { info } = 'seen' in answers ? answers.seen : answers.recordings;
  const blob: [string, Record<string, unknown>][] = sharded ? [['blob', { outputFile: sharded.blob }]] : [];
  await withVitest(name, [collector, ...blob], sharded?.shard, async (vitest) => {
    const project = vitest.getProjectByName(name);
    if ('seen' in answers) project.provide('seen', answers.seen);
    else project.provide('recordings', [info.name]);
    await vitest.start();
  });
  return collectedRun(collector, info, sharded !== undefined);
}
