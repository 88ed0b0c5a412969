import { Writable } from 'node:stream';
import { Fault } from '../contract/fault.ts';
import { byTableOrder } from '../contract/probe.ts';
import type { RecordingSet } from '../evidence/recordings.ts';
import { Collector } from './collector.ts';
import type { RowResult } from './row-result.ts';
import type { Run } from './run.ts';
import { TOOL } from './tool.ts';

/** Rows in the order of the tables: which worker was first must not show. */
const inTableOrder = (a: RowResult, b: RowResult): number =>
  a.kind.localeCompare(b.kind, 'en') || byTableOrder(a, b);

const silence = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/**
 * Runs the spec files on a set of recordings, as the vitest project `recorded`.
 *
 * @throws Fault `nothing-ran` where a spec file could not be run, or no test was executed
 */
export async function runSpecs(set: RecordingSet): Promise<Run> {
  // Loaded here, because it takes most of a second that a usage error need not wait for.
  const { createVitest } = await import('vitest/node');
  const collector = new Collector();
  const exitCode = process.exitCode;
  const vitest = await createVitest(
    { project: ['recorded'], reporters: [collector], watch: false },
    {},
    { stdout: silence(), stderr: silence() },
  );
  try {
    vitest.getProjectByName('recorded').provide('recordings', [set.info.name]);
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
      `No row of the contract could be held against ${set.info.name}: it holds none.`,
    );
  }
  return {
    schema: 'jira-token-contract/run/1',
    tool: TOOL,
    recordings: set.info,
    rows: collector.rows.toSorted(inTableOrder),
    failures: collector.failures.toSorted(),
  };
}
