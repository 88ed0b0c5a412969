import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Fault } from '../contract/fault.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import type { SeenAnswers } from '../exchange/seen.ts';
import { Collector } from './collector.ts';
import { byRowOrder } from './row-result.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool.ts';

/** The folder of the project, in which the configurations stand. */
const ROOT = join(import.meta.dirname, '..', '..');

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Who answers the specs: a set of recordings, or what a live run saw. */
export type Answers = { readonly recordings: RecordingSet } | { readonly seen: SeenAnswers };

/** The configuration that has the project, its name, and what it is told. */
const projectOf = (answers: Answers) =>
  'seen' in answers
    ? { name: 'live', config: 'vitest.live.config.ts', info: answers.seen.info }
    : { name: 'recorded', config: 'vitest.config.ts', info: answers.recordings.info };

/**
 * Runs the spec files, as the vitest project `recorded` or `live`. Neither gets to see a credential.
 *
 * @throws Fault `nothing-ran` where a spec file could not be run, or no test was executed
 */
export async function runSpecs(answers: Answers): Promise<Run> {
  // Loaded here, because it takes most of a second that a usage error need not wait for.
  const { createVitest } = await import('vitest/node');
  const { name, config, info } = projectOf(answers);
  const collector = new Collector();
  const exitCode = process.exitCode;
  const vitest = await createVitest(
    { config: join(ROOT, config), root: ROOT, project: [name], reporters: [collector], watch: false },
    {},
    { stdout: silence(), stderr: silence() },
  );
  try {
    const project = vitest.getProjectByName(name);
    if ('seen' in answers) project.provide('seen', answers.seen);
    else project.provide('recordings', [info.name]);
    await vitest.start();
  } finally {
    await vitest.close();
  }
  // vitest sets it where a test failed; what a broken row means for the exit code is the command's to say.
  process.exitCode = exitCode;
  if (collector.obstacles.length > 0) {
    throw new Fault('nothing-ran', `The contract could not be run: ${collector.obstacles.join('; ')}`);
  }
  if (collector.executed === 0) {
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
