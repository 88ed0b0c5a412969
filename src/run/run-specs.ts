import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Reporter, Vitest } from 'vitest/node';
import { Fault } from '../contract/fault.ts';
import type { RecordingSetInfo } from '../evidence/recording-schema.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../exchange/seen.ts';
import { Collector } from './collector.ts';
import { withOwnSignals } from './own-signals.ts';
import { byRowOrder, type RowResult } from './row-result.ts';
import type { Run } from './run.ts';
import type { Shard } from './shard.ts';
import { TOOL } from './tool.ts';

/** The folder of the project, in which the configurations stand. */
const ROOT = join(import.meta.dirname, '..', '..');

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Who answers the specs: a set of recordings, or what a live run saw. */
export type Answers = { readonly recordings: RecordingSet } | { readonly seen: SeenAnswers };

const answererOf = (answers: Answers): { readonly info: RecordingSetInfo } =>
  'seen' in answers ? answers.seen : answers.recordings;

/** The vitest project that runs the spec files, and the configuration that has it. */
const PROJECTS = {
  recorded: 'vitest.config.ts',
  live: 'vitest.live.config.ts',
} as const;

export type ProjectName = keyof typeof PROJECTS;

/** Opens vitest with one project, quietly, and closes it whatever happens. A signal is not its to act on. */
export function withVitest<T>(
  project: ProjectName,
  reporters: Reporter[],
  shard: Shard | undefined,
  work: (vitest: Vitest) => Promise<T>,
): Promise<T> {
  return withOwnSignals(() => openedFor(project, reporters, shard, work));
}

async function openedFor<T>(
  project: ProjectName,
  reporters: Reporter[],
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
      // Node reads TypeScript as it is. The usual loader writes a bundle below node_modules, which may be read-only.
      configLoader: 'native',
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

/** What came of the spec files: how many tests were executed, and the run that they make. */
export interface Judged {
  readonly executed: number;
  readonly rows: readonly RowResult[];
  readonly failures: readonly string[];
}

/**
 * The run that was judged, in one go or in parts.
 *
 * @throws Fault `nothing-ran` where no test was executed
 */
export function judgedRun({ executed, rows, failures }: Judged, info: RecordingSetInfo): Run {
  if (executed === 0) {
    throw new Fault(
      'nothing-ran',
      `No row of the contract could be held against ${info.name}: it holds none.`,
    );
  }
  return {
    schema: 'jira-token-contract/run/1',
    tool: TOOL,
    recordings: info,
    // Which worker or part was first must not show.
    rows: rows.toSorted(byRowOrder),
    failures: failures.toSorted(),
  };
}

/**
 * Runs the spec files or a part of them, as the vitest project `recorded` or `live`. Neither gets to see a credential.
 *
 * @throws Fault `nothing-ran` where a spec file could not be run
 */
export async function judgeSpecs(answers: Answers, shard?: Shard): Promise<Judged> {
  const collector = new Collector();
  const name: ProjectName = 'seen' in answers ? 'live' : 'recorded';
  const { info } = answererOf(answers);
  await withVitest(name, [collector], shard, async (vitest) => {
    const project = vitest.getProjectByName(name);
    if ('seen' in answers) project.provide('seen', answers.seen);
    else project.provide('recordings', [info.name]);
    await vitest.start();
  });
  if (collector.obstacles.length > 0) {
    throw new Fault('nothing-ran', `The contract could not be run: ${collector.obstacles.join('; ')}`);
  }
  return collector;
}

/**
 * The run of all spec files.
 *
 * @throws Fault `nothing-ran` where a spec file could not be run, or no test was executed
 */
export async function runSpecs(answers: Answers): Promise<Run> {
  const { info } = answererOf(answers);
  return judgedRun(await judgeSpecs(answers), info);
}
